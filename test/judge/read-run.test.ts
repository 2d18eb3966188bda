import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readResult, readRun } from '../../generator/judge/read-run.js'
import { sha256 } from '../../generator/shared/cache.js'
import { emptyFolder } from '../empty-folder.js'
import { savedRun, smallSuite, writeSavedRun } from '../saved-run.js'

const unavailable = [{ ref: 'c', code: 'E_KERNEL', why: 'There is none.' }]

/** A run of two kernels with the same suite, and one that could not be had. */
const two = async (): Promise<string> =>
  (await writeSavedRun([savedRun('a'), savedRun('b')], unavailable)).folder

t.test('a run is read back with every kernel that it had, and those that it could not have', async t => {
  const { kernels, unavailable: others } = await readRun(await two())
  t.strictSame(
    kernels.map(({ origin }) => origin.ref),
    ['a', 'b'],
  )
  t.strictSame(others, unavailable)
  const [one] = kernels
  t.match(one, savedRun('a'))
  t.strictSame(one?.suite, smallSuite())
})

t.test('a run of one kernel is read back, and so is one kernel of a run of several', async t => {
  const { folder } = await writeSavedRun([savedRun('a')])
  t.equal((await readRun(folder)).kernels.length, 1)
  const { kernels } = await readRun(join(await two(), 'b'))
  t.strictSame(
    kernels.map(({ origin }) => origin.ref),
    ['b'],
  )
})

t.test('what a run found is read back as it said itself, and not from one of its kernels', async t => {
  const { folder, result } = await writeSavedRun([savedRun('a'), savedRun('b')], unavailable)
  t.strictSame(await readResult(folder), result)
  await t.rejects(readResult(join(folder, 'a')), { code: 'E_RUN', message: /the folder of the whole run/ })
  writeFileSync(join(folder, 'result.json'), '{}')
  await t.rejects(readResult(folder), { code: 'E_RUN', output: /result\.json was changed/ })
})

t.test('a result of an older version is an error that says what to do', async t => {
  const { folder, result } = await writeSavedRun([savedRun('a')])
  const { judgedAt: _, ...older } = result
  const text = JSON.stringify(older)
  writeFileSync(join(folder, 'result.json'), text)
  const run = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...run, result: sha256(text) }))
  await t.rejects(readResult(folder), { code: 'E_RUN', message: /judgedAt: .*older versions.*diff/ })
})

t.test('each thing that is missing of a run, or was changed, is named', async t => {
  const damaged = async (harm: (folder: string) => void, ...said: readonly RegExp[]) => {
    const folder = await two()
    harm(folder)
    const error = (await readRun(folder).catch((error: unknown) => error)) as { readonly output: string }
    t.match(error, { code: 'E_RUN', message: /is not as the run left it/ })
    const lines = error.output.split('\n')
    t.equal(lines.length, said.length, error.output)
    for (const [index, words] of said.entries()) t.match(lines[index], words)
  }
  const swap = (one: string, other: string): void => {
    renameSync(one, `${one}.x`)
    renameSync(other, one)
    renameSync(`${one}.x`, other)
  }
  const append = (path: string): void => writeFileSync(path, `${readFileSync(path, 'utf8')} `)

  await damaged(folder => rmSync(join(folder, 'b'), { recursive: true }), /b\/manifest\.json is missing$/)
  await damaged(folder => rmSync(join(folder, 'a', 'console.log')), /a\/console\.log is missing$/)
  await damaged(folder => writeFileSync(join(folder, 'a', 'console.log'), ''), /a\/console\.log was changed$/)
  await damaged(
    folder => swap(join(folder, 'a', 'console.log'), join(folder, 'b', 'console.log')),
    /a\/console\.log was changed$/,
    /b\/console\.log was changed$/,
  )
  await damaged(
    folder => swap(join(folder, 'a'), join(folder, 'b')),
    /a\/manifest\.json was changed$/,
    /b\/manifest\.json was changed$/,
  )
  await damaged(
    folder => renameSync(join(folder, 'b', 'channel.log'), join(folder, 'b', 'log')),
    /b\/channel\.log is missing$/,
  )
  await damaged(folder => append(join(folder, 'b', 'expected.json')), /b\/expected\.json was changed$/)
  await damaged(folder => append(join(folder, 'b', 'manifest.json')), /b\/manifest\.json was changed$/)
  await damaged(folder => rmSync(join(folder, 'result.json')), /result\.json is missing$/)
})

t.test('the logs of two kernels that ran different suites cannot be exchanged either', async t => {
  const { folder } = await writeSavedRun([savedRun('a'), savedRun('b', smallSuite(2))])
  const [a, b] = [join(folder, 'a', 'channel.log'), join(folder, 'b', 'channel.log')]
  const [inA, inB] = [readFileSync(a), readFileSync(b)]
  writeFileSync(a, inB)
  writeFileSync(b, inA)
  await t.rejects(readRun(folder), {
    code: 'E_RUN',
    output: /a\/channel\.log was changed\n.*b\/channel\.log was changed$/,
  })
})

t.test('what is no run folder, or one of an older version, is an error that says what to do', async t => {
  await t.rejects(readRun(emptyFolder()), { code: 'E_FILE', message: /no run\.json.*out\/runs.*run again/ })
  const { folder } = await writeSavedRun([savedRun('a')])
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  delete manifest.suite
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  rmSync(join(folder, 'run.json'))
  await t.rejects(readRun(folder), { code: 'E_SUITE', message: /suite: .*run again/ })
})

t.test('a manifest that leads out of its folder, or knows nothing of the logs, is refused', async t => {
  const edit = async (change: (manifest: { files: Record<string, string> }) => void): Promise<string> => {
    const { folder } = await writeSavedRun([savedRun('a')])
    const path = join(folder, 'manifest.json')
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as { files: Record<string, string> }
    change(manifest)
    writeFileSync(path, JSON.stringify(manifest))
    rmSync(join(folder, 'run.json'))
    return folder
  }
  const leading = await edit(({ files }) => Object.assign(files, { '../a': 'ab'.repeat(32) }))
  await t.rejects(readRun(leading), { code: 'E_SUITE' })
  const blind = await edit(({ files }) => delete files['channel.log'])
  await t.rejects(readRun(blind), { code: 'E_RUN', output: /channel\.log was changed/ })
})

t.test('wherever one bit of a run is turned, it is an error and never another verdict', async t => {
  const folder = await two()
  const survived: string[] = []
  const paths = [
    'run.json',
    'result.json',
    ...['manifest.json', 'expected.json', 'channel.log', 'console.log'].map(name => `a/${name}`),
  ]
  for (const path of paths) {
    const whole = readFileSync(join(folder, path))
    for (let turn = 0; turn < 20; turn++) {
      const at = Math.floor((whole.length * turn) / 20)
      const turned = Buffer.from(whole)
      turned[at] = (turned[at] ?? 0) ^ (1 << (turn % 7))
      writeFileSync(join(folder, path), turned)
      const { kernels } = await readRun(folder).catch(() => ({ kernels: [] }))
      if (kernels.length > 0) survived.push(path)
    }
    writeFileSync(join(folder, path), whole)
  }
  // What is said of a kernel that could not be had is only said.
  t.strictSame(
    survived.filter(path => path !== 'run.json'),
    [],
  )
  t.equal((await readRun(folder)).kernels.length, 2)
})
