import fc from 'fast-check'
import t from 'tap'
import { causesOf } from '../../generator/judge/causes.js'
import type { KernelResult, Result } from '../../generator/judge/result.js'
import { countsOf, everyEntry } from '../../generator/report/counts.js'
import { formatted } from '../../generator/report/formats/index.js'
import type { Format } from '../../generator/report/formats/names.js'
import { outlineOf } from '../../generator/report/outline.js'
import { inLines } from '../../generator/shared/printable.js'
import { runs } from '../fuzz-runs.js'
import { anyResult } from './any-result.js'
import { golden, kept, planted, read } from './golden.js'
import { commandsIn, readers, seenInCtrf, seenInJunit, seenInKtap, seenInSummary } from './read-formats.js'
import { smallResult } from './small-result.js'

t.test('each format is written as it is kept', async t => {
  for (const { result, file, formats } of golden) {
    const textOf = formatted(result)
    for (const format of formats) t.equal(kept(format, textOf(format)), read(file(format)), file(format))
  }
})

t.test('the same numbers stand in every format', async t => {
  const counts = { tests: 16, agreed: 8, diverged: 2, known: 1, flaky: 1, lost: 3, skipped: 1 }
  for (const [name, seenIn] of Object.entries(readers))
    t.strictSame(seenIn(formatted(smallResult)(name as keyof typeof readers)).counts, counts, name)
  t.strictSame(seenInSummary(formatted(smallResult)('github-summary')), counts)
  const { kernels } = JSON.parse(formatted(smallResult)('json')) as Result
  const sum = (of: (one: KernelResult) => number): number => kernels.reduce((all, one) => all + of(one), 0)
  t.equal(
    sum(({ programs }) => programs) + 3 * kernels.length + 2,
    counts.tests,
    'three checks of each kernel, and what was left out, and the baseline',
  )
  t.equal(
    sum(({ diverged, reports }) => diverged + reports.length),
    counts.diverged,
  )
  t.equal(
    sum(({ known }) => known),
    counts.known,
  )
  t.equal(
    sum(({ lost, missing }) => lost + missing.length),
    counts.lost,
  )
  for (const { programs, agreed, diverged, known, lost } of kernels)
    t.match(
      formatted(smallResult)('pretty'),
      `${agreed} of ${programs} agree, ${diverged} diverge, ${known} known, ${lost} lost`,
    )
})

t.test('of a run of two kernels with a mistake planted, every format has the same numbers', async t => {
  const { kernels, divergences } = planted
  t.match(
    kernels.map(({ release }) => release),
    [/^6\.12\./, /^7\.3\./],
  )
  const sum = (of: (one: KernelResult) => number): number => kernels.reduce((all, one) => all + of(one), 0)
  // Three checks of each kernel that agree, and what was left out of it.
  const counts = {
    tests: sum(({ programs }) => programs) + 4 * kernels.length,
    agreed: sum(({ agreed }) => agreed) + 3 * kernels.length,
    diverged: sum(({ diverged }) => diverged),
    known: sum(({ known }) => known),
    flaky: 0,
    lost: 0,
    skipped: kernels.length,
  }
  t.equal(counts.diverged, 6)
  const [, { file }] = golden
  for (const [name, seenIn] of Object.entries(readers))
    t.strictSame(seenIn(read(file(name as keyof typeof readers))).counts, counts, name)
  t.strictSame(seenInSummary(read(file('github-summary'))), counts)
  t.equal(commandsIn(read(file('github'))).filter(({ kind }) => kind === 'error').length, counts.diverged)
  for (const one of divergences.filter(({ known }) => known === null)) {
    t.match(one, { observed: 'EACCES', allowed: ['EPERM'], clause: 'hook.denied', again: { same: 3 } })
    t.match(read(file('html')), one.program)
  }
  const causes = causesOf(planted)
  t.strictSame(
    causes.map(({ others }) => others.length),
    [1, 1, 0, 0],
    'bind and connect, or send, on each kernel',
  )
  for (const { smallest } of causes) t.match(read(file('pretty')), smallest.replay)
  t.equal(read(file('pretty')).match(/the same in 1 other program:/g)?.length, 2)
})

t.test(
  'whatever a result says, each format can be read, and has the same numbers and the names as text',
  async t => {
    fc.assert(
      fc.property(anyResult, result => {
        const expected = countsOf(everyEntry(outlineOf(result)))
        for (const [name, seenIn] of Object.entries(readers)) {
          const { counts } = seenIn(formatted(result)(name as keyof typeof readers))
          if (JSON.stringify(counts) !== JSON.stringify(expected))
            throw new Error(`${name} has ${JSON.stringify(counts)}, and not ${JSON.stringify(expected)}`)
        }
        const names = everyEntry(outlineOf(result)).map(({ name }) => name)
        t.strictSame(seenInCtrf(formatted(result)('ctrf')).names, names)
        t.strictSame(
          seenInKtap(formatted(result)('ktap')).names,
          names.map(name => name.replaceAll('#', '\\u0023')),
        )
        const summary = seenInSummary(formatted(result)('github-summary'))
        t.strictSame(summary, expected)
      }),
      runs(200),
    )
  },
)

t.test('how long a program took stands in every format that has a place for it', async t => {
  const of = (format: Format): string => formatted(smallResult)(format)
  t.match(of('junit'), /name="denial_is_final_1 on debian:trixie" time="1\.205"/)
  t.notMatch(of('junit'), /name="denial_is_final_2 on debian:trixie" time=/, 'nobody measured it')
  t.match(of('ktap'), /\n {4}# {2}took 3\.214 ms\n {4}ok 1 denial_is_final_0\n/)
  t.match(of('tap'), /ok 1 - denial_is_final_0\n {10}---\n {10}duration_ms: 3\.214\n {10}\.\.\.\n/)
  t.match(of('tap'), /duration_ms: 1204\.8\n {10}severity: fail\n/)
  const { tests } = JSON.parse(of('ctrf')).results
  t.strictSame(
    tests.slice(0, 3).map(({ duration }: { duration: number }) => duration),
    [3, 1_205, 0],
  )
  t.match(JSON.parse(of('kcidb')).tests[0], { duration: 0.003214 })
})

t.test('a name in XML is the text that it is, but for what no XML can have', async t => {
  const [kernel] = smallResult.kernels
  const [test] = kernel?.tests ?? []
  if (kernel === undefined || test === undefined) throw new Error('the small result is empty')
  const name = `]]> <b a="'">&amp;\n\t\u0000\ud800\uffff`
  const xml = formatted({ ...smallResult, kernels: [{ ...kernel, tests: [{ ...test, name }] }] })('junit')
  t.equal(seenInJunit(xml).names[0], `]]> <b a="'">&amp;\\n\\t\\u0000\\ud800\\uffff on debian:trixie`)
})

t.test(
  'what is told on GitHub is ten commands of a kind at most, and nothing else that the runner obeys',
  async t => {
    fc.assert(
      fc.property(anyResult, result => {
        const text = formatted(result)('github')
        const commands = commandsIn(text)
        const { diverged, flaky, lost, known, skipped } = countsOf(everyEntry(outlineOf(result)))
        const of = (kind: string) => commands.filter(one => one.kind === kind)
        t.equal(of('error').length, Math.min(10, diverged + lost))
        t.equal(of('warning').length, Math.min(10, flaky))
        t.equal(of('notice').length, Math.min(10, known + skipped))
        t.equal(text.split('\n').filter(line => line !== '').length, commands.length + 1, 'and the verdict')
        t.notMatch(text.split('\n').at(-2), /^(::|##\[)/)
        const keys = new Set(commands.flatMap(({ properties }) => Object.keys(properties)))
        keys.delete('')
        t.ok([...keys].every(key => ['file', 'line', 'title'].includes(key)))
      }),
      runs(100),
    )
    const [kernel] = smallResult.kernels
    const [test] = kernel?.tests ?? []
    if (kernel === undefined || test === undefined) throw new Error('the small result is empty')
    const tests = Array.from({ length: 30 }, (_, index) => ({
      ...test,
      name: `a_${index}`,
      status: 'lost' as const,
    }))
    const many = commandsIn(
      formatted({ ...smallResult, kernels: [{ ...kernel, tests, reports: [], missing: [] }] })('github'),
    )
    t.equal(many.length, 10)
    t.equal(many.at(-1)?.message, 'and 21 more: the summary has them all')
  },
)

t.test('a summary stays below what GitHub drops, and says how much it leaves out', async t => {
  const [kernel] = smallResult.kernels
  const [test] = kernel?.tests ?? []
  if (kernel === undefined || test === undefined) throw new Error('the small result is empty')
  const tests = Array.from({ length: 9_000 }, (_, index) => ({
    ...test,
    name: `a_${index}`,
    status: 'lost' as const,
    why: '<'.repeat(100),
  }))
  const summary = formatted({ ...smallResult, kernels: [{ ...kernel, tests }] })('github-summary')
  const size = Buffer.byteLength(summary)
  t.ok(size > 900_000 && size < 2 ** 20, `${size} bytes`)
  const told = summary.match(/^<details>/gm)?.length ?? 0
  t.match(summary, `\n${9_002 - told} more are left out: see the record.\n`)
  t.equal(seenInSummary(summary).lost, 9_001)
})

t.test('no text of a result is markup in a summary', async t => {
  const own = /<pre>[^<>]*<\/pre>|<\/?(?:details|summary)>/g
  fc.assert(
    fc.property(anyResult, result => {
      const text = formatted(result)('github-summary').replace(own, '')
      t.notMatch(text, /[<>`@$[\]\\]/)
      const wrong = countsOf(everyEntry(outlineOf(result)))
      t.equal(
        formatted(result)('github-summary').match(/<details>/g)?.length ?? 0,
        wrong.tests - wrong.agreed,
      )
    }),
    runs(100),
  )
})

const none = { tests: 0, agreed: 0, diverged: 0, known: 0, flaky: 0, lost: 0, skipped: 0 }

t.test('what is the verdict follows from the entries', async t => {
  const { diverged } = countsOf(everyEntry(outlineOf(smallResult)))
  t.ok(diverged > 0)
  const nothing = outlineOf({ ...smallResult, verdict: 'incomplete', kernels: [], divergences: [] })
  t.strictSame(countsOf(everyEntry(nothing)), {
    ...none,
    tests: 1,
    lost: 1,
  })
  const [, good] = smallResult.kernels
  if (good === undefined) throw new Error('the small result is empty')
  const fine = outlineOf({ ...smallResult, verdict: 'agree', kernels: [good], divergences: [] })
  t.strictSame(countsOf(everyEntry(fine)), { ...none, tests: 6, agreed: 5, skipped: 1 })
  const gone = { ref: 'none', code: 'E_KERNEL', why: 'There is none.' }
  const [, section] = outlineOf({ ...smallResult, kernels: [good], unavailable: [gone] }).sections
  t.match(section?.groups[0]?.entries, [
    { status: 'lost', isSeen: false, reason: 'lost: E_KERNEL: There is none.' },
  ])
  t.match(inLines(section), section, 'in lines')
})
