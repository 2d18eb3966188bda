import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readSaved } from '../../generator/judge/read-log.js'
import type { Result } from '../../generator/judge/result.js'
import { rejudge } from '../../generator/run/rejudge.js'
import { writeFiles } from '../../generator/shared/folders.js'
import { suiteFiles } from '../../generator/suite/suite-files.js'
import { emptyFolder } from '../empty-folder.js'
import { channelOf, savedRun, smallSuite, writeSavedRun } from '../saved-run.js'

const { channel, suite, made } = savedRun('a')
const suiteFolder = emptyFolder()
await writeFiles(suiteFolder, suiteFiles(suite).files)

/** Judges a log in a folder of its own, with a console beside it if one is given. */
async function judged(log: string, console?: string, of: string | undefined = suiteFolder): Promise<Result> {
  const path = join(emptyFolder(), 'some.log')
  writeFileSync(path, log)
  if (console !== undefined) writeFileSync(join(path, '..', 'console.log'), console)
  return rejudge(await readSaved(path, false, of), path)
}

t.test('a log with the console beside it is judged by the suite that is named', async t => {
  t.equal((await judged(channel, '')).verdict, 'agree')
  const other = channelOf(suite, made, outcome => (outcome === 'EACCES' ? 'OK' : outcome))
  t.equal((await judged(other, '')).verdict, 'diverge')
})

t.test('what the console beside a log says of the kernel counts', async t => {
  const { verdict, kernels } = await judged(channel, '[    1.000000] BUG: unable to handle page fault\n')
  t.equal(verdict, 'diverge')
  t.match(kernels, [{ reports: [/BUG: /] }])
})

t.test('a log without a console, or that stops before its end, has no verdict and says why', async t => {
  const blind = await judged(channel)
  t.equal(blind.verdict, 'incomplete')
  t.match(blind.kernels, [{ agreed: 5, missing: [/^there is no console\.log/] }])
  const cut = await judged(channel.slice(0, channel.indexOf('# end')), '')
  t.equal(cut.verdict, 'incomplete')
  t.match(cut.kernels, [
    { agreed: 5, missing: ['the guest that speaks from line 1 on did not come to the end of the suite'] },
  ])
})

t.test('a log that names another suite than the folders have, or none, is an error', async t => {
  await t.rejects(judged(savedRun('a', smallSuite(2)).channel, ''), {
    code: 'E_SUITE',
    message: /in none of the folders below.*--suite/,
    output: new RegExp(suiteFolder),
  })
  await t.rejects(judged(channel.replace(/^# suite .*\n/m, ''), ''), {
    code: 'E_SUITE',
    message: /does not say which suite ran/,
  })
})

t.test('the suite of a log is found beside it', async t => {
  const folder = emptyFolder()
  cpSync(suiteFolder, folder, { recursive: true })
  for (const [name, content] of [
    ['some.log', channel],
    ['console.log', ''],
  ] as const)
    writeFileSync(join(folder, name), content)
  const path = join(folder, 'some.log')
  t.equal((await rejudge(await readSaved(path, false, undefined), path)).verdict, 'agree')
})

t.test('the log of a run folder is judged with all that the run left', async t => {
  const { folder } = await writeSavedRun([savedRun('a')])
  const path = join(folder, 'channel.log')
  t.equal((await rejudge(await readSaved(path, false, undefined), path)).verdict, 'agree')
  renameSync(path, join(folder, 'other.log'))
  await t.rejects(readSaved(join(folder, 'other.log'), false, undefined), {
    code: 'E_RUN',
    output: /channel\.log is missing/,
  })
  renameSync(join(folder, 'other.log'), path)
  rmSync(join(folder, 'console.log'))
  await t.rejects(readSaved(path, false, undefined), { code: 'E_RUN', output: /console\.log is missing/ })
})
