import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { z } from 'zod'
import { recordJson } from '../../generator/judge/result-json.js'
import { formatted, formattedMutation } from '../../generator/report/formats/index.js'
import { packageFolder } from '../../generator/shared/paths.js'
import { emptyFolder } from '../empty-folder.js'
import { landlockstep } from '../landlockstep.js'
import { mistakes, mutated } from '../report/mutated.js'
import { schemaPath } from '../result-schema.js'
import { savedRun, writeSavedRun } from '../saved-run.js'

const folder = emptyFolder()
const schemaOf = (name: Parameters<typeof schemaPath>[0]) =>
  z.fromJSONSchema(JSON.parse(readFileSync(schemaPath(name), 'utf8')))
const schema = schemaOf('run')

t.test('a saved run is written in any format, as it was judged, and exits as it did', async t => {
  const unavailable = [{ ref: 'c', code: 'E_KERNEL', why: 'There is none.' }]
  const { folder: run, result } = await writeSavedRun([savedRun('a')], unavailable)
  const xml = join(folder, 'a.xml')
  const { stdout, stderr, exitCode } = await landlockstep([
    'report',
    run,
    '--format',
    'ktap',
    '--output',
    `junit=${xml}`,
  ])
  t.equal(exitCode, 2, stderr)
  t.equal(stdout, formatted(result)('ktap'))
  t.equal(readFileSync(xml, 'utf8'), formatted(result)('junit'))
  const json = await landlockstep(['report', run, '--json'])
  t.strictSame(JSON.parse(json.stdout), JSON.parse(recordJson(result)))
  const again = await landlockstep(['rejudge', run, '--output', 'ctrf=-'])
  t.match(JSON.parse(again.stdout), { reportFormat: 'CTRF', results: { summary: { passed: 8, other: 1 } } })
})

t.test('what is no saved run, or is asked for wrongly, is told and exits with 2', async t => {
  const refused = async (args: readonly string[], said: RegExp) => {
    const { stdout, stderr, exitCode } = await landlockstep(args)
    t.match(stderr, said)
    t.equal(stdout, '')
    t.equal(exitCode, 2)
  }
  await refused(['report', join(folder, 'none')], /E_FILE: .*none is not there/)
  await refused(['report', folder], /E_FILE: .*is no run folder/)
  await refused(['report', folder, '--output', 'xml=a'], /E_USAGE: .*kcidb/)
  writeFileSync(join(folder, 'new.json'), JSON.stringify({ format: 2, kernels: [] }))
  await refused(['report', join(folder, 'new.json')], /E_FORMAT: .*format 2/)
  writeFileSync(join(folder, 'part.json'), JSON.stringify({ changes: [], kernels: [] }))
  await refused(['report', join(folder, 'part.json')], /E_FILE: .*part\.json/)
})

t.test('the record of a real run is as its schema has it, and that of fuzz is its own', async t => {
  const json = join(folder, 'run.json')
  const filter = ['--filter', 'denial-comes-before-the-stack']
  const run = await landlockstep(['native', ...filter, '--output', `json=${json}`, '--output', 'github=-'])
  t.equal(run.stdout, 'Kernel and specs agree (exit code 0)\n', run.stderr)
  const record = JSON.parse(readFileSync(json, 'utf8'))
  t.strictSame(schema.safeParse(record).error?.issues ?? [], [])
  t.ok(record.kernels[0].tests.length > 0)
  const later = await landlockstep(['report', record.folder, '--json'])
  t.strictSame(JSON.parse(later.stdout), record)

  const xml = join(folder, 'fuzz.xml')
  const limits = ['--law', 'denial', '--programs', '300', '--seed', '1']
  const fuzz = await landlockstep([
    'fuzz',
    '--kernel',
    'native',
    ...limits,
    '--json',
    '--output',
    `junit=${xml}`,
  ])
  t.match(readFileSync(xml, 'utf8'), /<testsuites name="landlockstep" tests="1" failures="0" errors="0"/)
  t.notOk(schema.safeParse(JSON.parse(fuzz.stdout)).success)
  const fuzzed = JSON.parse(fuzz.stdout)
  t.strictSame(schemaOf('fuzz').safeParse(fuzzed).error?.issues ?? [], [])
  const { programs, history } = fuzzed.kernels[0]
  t.equal(history.at(-1).programs, programs, 'the last point is the end')
  const saved = join(folder, 'fuzz.json')
  writeFileSync(saved, fuzz.stdout)
  const again = await landlockstep(['report', saved, '--format', 'junit'])
  t.equal(again.stdout, readFileSync(xml, 'utf8'))
  t.equal(again.exitCode, fuzz.exitCode)
})

t.test('a comparison has a record of its own, which report reads from its folder or from a file', async t => {
  const files = ['json', 'ktap'].map(format => join(folder, `compare.${format}`))
  const outputs = ['--output', `json=${files[0]}`, '--output', `ktap=${files[1]}`]
  const filter = ['--filter', 'denial-comes-before-the-stack']
  const first = await landlockstep(['compare', 'native', 'native', ...filter, ...outputs])
  t.equal(first.exitCode, 0, first.stderr)
  const [json = '', ktap = ''] = files.map(path => readFileSync(path, 'utf8'))
  const record = JSON.parse(json)
  t.strictSame(schemaOf('compare').safeParse(record).error?.issues ?? [], [])
  t.strictSame(
    record.laws.map(({ law }: { law: string }) => law),
    ['denial-comes-before-the-stack'],
  )
  for (const from of [record.folder, files[0] ?? '']) {
    const { stdout, exitCode } = await landlockstep(['report', from, '--format', 'ktap'])
    t.equal(stdout, ktap)
    t.equal(exitCode, 0)
  }
  appendFileSync(join(packageFolder, record.folder, 'a', 'channel.log'), 'more\n')
  const changed = await landlockstep(['report', record.folder])
  t.match(changed, { exitCode: 2, stderr: /E_RUN: .*\n {2}.*channel\.log was changed/ })
})

t.test('a record of mistakes is read from its file', async t => {
  const path = join(folder, 'mutate.json')
  const formats = formattedMutation(mutated(mistakes))
  writeFileSync(path, formats('json'))
  const { stdout, exitCode } = await landlockstep(['report', path, '--format', 'tap'])
  t.equal(stdout, formats('tap'))
  t.equal(exitCode, 1)
})

t.test('what is run, how long it takes and what the cache has is told to whoever asks for it', async t => {
  const args = ['native', '--filter', 'denial-comes-before-the-stack']
  const { stdout, stderr } = await landlockstep([...args, '--verbose'])
  t.match(stderr, /^\$ \S*\/suite --from 0$/m)
  t.match(stderr, /^run took \d+\.\d\d s$/m)
  t.match(stderr, /^taken from the cache: .*\/guest-tools\//m)
  t.notMatch(stdout, /^\$/m)
  t.notMatch((await landlockstep(args)).stderr, /^\$| took /m)
  const both = await landlockstep([...args, '--verbose', '--quiet'])
  t.match(both, { exitCode: 2, stdout: '', stderr: /--verbose.* cannot be used with option '--quiet'/ })
})
