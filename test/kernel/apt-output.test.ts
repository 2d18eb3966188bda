import t from 'tap'
import { aptError, percent } from '../../generator/kernel/apt-output.js'

/** What apt 2.6 and 3.0 print, by what it means. */
const lines: readonly (readonly [string, string, RegExp])[] = [
  [
    'W: GPG error: http://mirror trixie InRelease: The following signatures were invalid: BADSIG 6ED0E7B82643E131',
    'E_SIGNATURE',
    /not what Debian signed/,
  ],
  [
    "E: The repository 'http://mirror trixie Release' is not signed.",
    'E_SIGNATURE',
    /not what Debian signed/,
  ],
  ['W: OpenPGP signature verification failed: http://mirror trixie', 'E_SIGNATURE', /not what Debian signed/],
  ['E: Failed to fetch http://mirror/linux.deb  Hash Sum mismatch', 'E_SIGNATURE', /nothing of it was kept/],
  [
    'E: Failed to fetch http://mirror/linux.deb  File has unexpected size (1 != 2). Mirror sync in progress?',
    'E_SIGNATURE',
    /nothing of it was kept/,
  ],
  [
    'E: Release file for http://mirror/InRelease is expired (invalid since 3d). Updates will not be applied.',
    'E_SIGNATURE',
    /clock/,
  ],
  [
    "E: The repository 'http://mirror nosuch Release' does not have a Release file.",
    'E_KERNEL',
    /no suite nosuch/,
  ],
  [
    "E: Failed to fetch http://mirror/InRelease  Temporary failure resolving 'mirror'",
    'E_NETWORK',
    /--kernel FILE/,
  ],
  ['E: Failed to fetch http://mirror/InRelease  500  Internal Server Error', 'E_NETWORK', /mirror/],
]

for (const [line, code, message] of lines) {
  t.test(`${code} comes of: ${line}`, t => {
    const error = aptError(
      { stdout: 'dlstatus:1:50:Retrieving\n', stderr: `${line}\n` },
      'apt-get update',
      'nosuch',
    )
    t.match(error, { code, message, output: line })
    t.notMatch(error.output, 'dlstatus')
    t.end()
  })
}

t.test('a package that is not found is no missing suite', t => {
  const stderr = 'E: Failed to fetch http://mirror/linux.deb  404  Not Found'
  t.match(aptError({ stdout: '', stderr }, 'apt-get download', ''), { code: 'E_NETWORK' })
  t.end()
})

t.test('status lines become percents, other lines nothing', t => {
  const said: string[] = []
  const listen = percent(text => said.push(text), 'downloading')
  for (const line of [
    'dlstatus:1:42.9:Retrieving file 1 of 1',
    'Get:1 http://mirror',
    'dlstatus:1:100:done',
  ]) {
    listen(line)
  }
  t.same(said, ['downloading, 42 %', 'downloading, 100 %'])
  t.end()
})
