import fc from 'fast-check'
import t from 'tap'
import { aptError, downloadProgress, type Package, readPackages } from '../../generator/kernel/apt-output.js'
import { ToolError } from '../../generator/shared/error.js'
import { runs } from '../fuzz-runs.js'
import { excess } from '../linear.js'

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
  t.match(aptError({ stdout: '', stderr }, 'apt-get download', ''), { code: 'E_GONE' })
  t.end()
})

t.test('status lines become percents, other lines nothing', t => {
  const said: string[] = []
  const listen = downloadProgress(text => said.push(text), 'downloading')
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

t.test('a status line that makes no sense is no percent', t => {
  const said: string[] = []
  const listen = downloadProgress(text => said.push(text), 'downloading')
  for (const part of ['1.2.3', '.', '101', '1000', '-1', '5x', '']) listen(`dlstatus:1:${part}:Retrieving`)
  t.same(said, [])
  t.end()
})

const stanza = ({ name, version, bytes, sha256 }: Package): string =>
  `Package: ${name}\nSource: linux\nVersion: ${version}\nDescription: it\n Version: 9 is no field here\nSize: ${bytes}\nSHA256: ${sha256}\n`

const packages = fc.array(
  fc.record({
    name: fc.stringMatching(/^linux-[a-z\d+.-]{1,20}$/),
    version: fc.stringMatching(/^\d[\w.+~:-]{0,12}$/),
    bytes: fc.nat(),
    sha256: fc.stringMatching(/^[\da-f]{64}$/),
  }),
  { maxLength: 4 },
)

t.test('packages come back from the stanzas that tell of them', async t => {
  fc.assert(
    fc.property(packages, all => {
      t.same(readPackages(all.map(stanza).join('\n')), all)
    }),
    runs(50),
  )
})

t.test('a stanza without a field, with one twice, or with one that is none is refused', async t => {
  const whole = stanza({ name: 'linux-base', version: '1-1', bytes: 5, sha256: 'a'.repeat(64) })
  const wrong = [
    ['Package: linux-base\n', ''],
    ['Size: 5', 'Size: five'],
    ['Size: 5', 'Size: 1e9'],
    ['Size: 5', 'Size: 5\nSize: 5'],
    ['linux-base', '../../linux-base'],
    ['Version: 1-1', 'Version: 1-1 --option'],
    [`SHA256: ${'a'.repeat(64)}`, 'SHA256: aa'],
    [`SHA256: ${'a'.repeat(64)}`, 'MD5sum: aa'],
  ] as const
  for (const [from, to] of wrong)
    t.throws(() => readPackages(`${whole}\n${whole.replace(from, to)}`), { code: 'E_APT' }, to)
})

t.test('whatever apt prints is read, or told as an error', async () => {
  const line = fc.constantFrom(
    'Package: linux-base',
    'Version: 1',
    'Size: 5',
    `SHA256: ${'a'.repeat(64)}`,
    ' x',
    '',
    'E: 404  Not Found',
    'BADSIG',
  )
  const text = fc.oneof(
    fc.array(line).map(lines => lines.join('\n')),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(text, said => {
      if (!(aptError({ stdout: said, stderr: said }, 'apt', 'sid') instanceof ToolError)) return false
      downloadProgress(() => {}, '')(said)
      try {
        return readPackages(said).every(({ sha256 }) => sha256.length === 64)
      } catch (error) {
        return error instanceof ToolError && error.code === 'E_APT'
      }
    }),
    runs(500),
  )
})

t.test('the time for what apt prints is in proportion to its length', async t => {
  const read = (text: string): unknown => {
    aptError({ stdout: text, stderr: '' }, 'apt', 'sid')
    try {
      return readPackages(text)
    } catch (error) {
      return error
    }
  }
  for (const part of ['Package: a\n', 'Package: a\n\n', '\n', ' ', '404 ', 'is ', 'x', 'dlstatus:1:1'])
    t.equal(
      excess(size => part.repeat(size / part.length), read),
      undefined,
      JSON.stringify(part),
    )
})
