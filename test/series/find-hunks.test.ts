import t from 'tap'
import { hunkAtFault, hunksOf } from '../../generator/report/hunks.js'
import { type AskWithout, withHunks } from '../../generator/series/find-hunks.js'
import type { Observation } from '../../generator/suite/suite.js'
import type { Outcome } from '../../specs/outcome.js'
import { series } from '../report/judged-series.js'

const broken = series.patches.flatMap(({ breaks }) => breaks)[0]
if (broken === undefined) throw new Error('no law is broken')

/** A hunk of a file, with a line of its own. */
const hunk = (line: string): string => `@@ -1 +1 @@\n-old\n+${line}\n`
const file = (path: string, ...hunks: readonly string[]): string =>
  `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n${hunks.join('')}`
const diff = [
  'From 1234\n\nA message.\n---\n',
  file('Documentation/landlock.rst', hunk('words')),
  file('security/landlock/net.c', hunk('one'), hunk('two'), hunk('three')),
].join('')

const observation = (outcome: Outcome): Observation => ({
  end: 'done',
  outcomes: broken.ops.map((_, index) => (index === broken.step ? outcome : 'OK')),
  detail: '',
})
const votes = (...outcomes: readonly Outcome[]) => new Map([[broken.program, outcomes.map(observation)]])
const [wrong, right] = ['EINVAL', 'EACCES'] as const
const onParent = votes(right, right, right)

t.same([broken.observed, broken.allowed], [wrong, [right]], 'what the record has')

/** What a kernel gives without each hunk, by the line that it brings; and what was asked. */
function without(by: Readonly<Record<string, readonly Outcome[]>>): { asked: string[]; ask: AskWithout } {
  const asked: string[] = []
  return {
    asked,
    ask: async ({ lines }) => {
      const line = lines.at(-1)?.slice(1) ?? ''
      asked.push(line)
      return votes(...(by[line] ?? []))
    },
  }
}

const hunkOf = async (ask: AskWithout, text = diff): Promise<number | null | undefined> =>
  (await withHunks([broken], text, onParent, ask))[0]?.hunk

t.test('the hunk at fault is the one without which the program gives what it gave on the parent', async t => {
  const { asked, ask } = without({
    one: [wrong, wrong, wrong],
    two: [right, right, right],
    three: [right, right, right],
  })
  const number = await hunkOf(ask)
  t.equal(number, 2, 'by its place in the whole diff')
  t.same(asked, ['one', 'two'], 'what no kernel is built of is not asked, nor what comes after it was found')
  t.match(hunkAtFault(hunksOf(diff), { ...broken, hunk: number ?? null })?.lines, [/@@/, /old/, /two/])
})

t.test('a hunk that mends but sometimes, otherwise, or does not build, is none', async t => {
  t.equal(await hunkOf(without({ one: [right, wrong, right] }).ask), null)
  t.equal(await hunkOf(without({ two: ['EPROTO', 'EPROTO', 'EPROTO'] }).ask), null)
  const { asked, ask } = without({})
  t.equal(await hunkOf(ask), null)
  t.same(asked, ['one', 'two', 'three'])
})

t.test('a patch of one hunk is not asked about, and of one with many only some are', async t => {
  const { asked, ask } = without({})
  t.equal(await hunkOf(ask, file('security/landlock/net.c', hunk('only'))), 0)
  t.same(asked, [])
  await hunkOf(ask, file('net/core.c', ...Array.from({ length: 20 }, (_, index) => hunk(`${index}`))))
  t.equal(asked.length, 6)
})

t.test('a hunk is a diff by itself, without what stands between files', t => {
  const hunks = hunksOf(`${diff}-- \n2.50\n`)
  t.same(
    hunks.map(one => one.diff),
    [
      file('Documentation/landlock.rst', hunk('words')),
      ...['one', 'two', 'three'].map(line => file('security/landlock/net.c', hunk(line))),
    ],
  )
  t.end()
})
