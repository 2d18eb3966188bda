import t from 'tap'
import { readObservations, withBoot } from '../../../generator/guest/ktap.js'
import type { Test } from '../../../generator/suite/suite.js'
import { suiteLines, suiteText } from '../../channel.js'

const tests: readonly Test[] = ['a-law', 'b-law'].flatMap(law =>
  [0, 1].map(index => ({
    ...{ name: `${law.replace('-', '_')}_${index}`, law, id: `${law}${index}` },
    ...{ program: { ops: [{ kind: 'drop_caps' }, { kind: 'drop_caps' }] }, clauses: [[], []] },
    allowed: [['OK'], ['OK', 'EACCES']],
  })),
)

const good = (from = 0): string => suiteText(tests.slice(from), () => ({ outcomes: ['OK', 'EACCES'] }))

/** A guest that was lost in the test of that number. */
const lostIn = (number: number, from = 0): string => {
  const lines = suiteLines(tests.slice(from), () => ({ outcomes: ['OK', 'EACCES'] }))
  const end = lines.indexOf(`  # begin ${tests[number]?.name}`)
  return `${lines.slice(0, end + 1).join('\n')}\n  # steps OK`
}

const ends = (channel: string): readonly string[] =>
  [...readObservations(channel, tests)].map(([name, { end }]) => `${name} ${end}`)

t.test(
  'guests of which each goes on behind the test in which the one before was lost are read whole',
  async t => {
    const all = ['a_law_0', 'a_law_1', 'b_law_0', 'b_law_1']
    t.strictSame(
      ends(good()),
      all.map(name => `${name} done`),
    )
    const lost = withBoot(withBoot(lostIn(0), 1, { from: 1 }, lostIn(2, 1)), 2, { from: 3 }, good(3))
    t.strictSame(ends(lost), ['a_law_0 lost', 'a_law_1 done', 'b_law_0 lost', 'b_law_1 done'])
    t.strictSame(
      ends(withBoot(lostIn(0), 1, { from: 3 }, good(3))),
      ['a_law_0 lost', 'b_law_1 done'],
      'a gap is missing',
    )
    t.strictSame(ends(withBoot(lostIn(3), 1, { from: 3 }, '')).length, 4, 'a guest that says nothing')
  },
)

t.test(
  'what is not the suite, or not the part of it that a guest was to run, is an error with its line',
  async t => {
    const wrong = (channel: string, message: RegExp, what: string) =>
      t.throws(() => readObservations(channel, tests), { code: 'E_CHANNEL', message }, what)
    wrong(good(2), /Line 2 .* the suite has 2 laws from here on/, 'less than the suite')
    wrong(good(1), /Line 4 .* the law a-law has 2 tests from here on, and not 1/, 'less than the law')
    wrong(
      good().replaceAll('a_law_1', 'a_law_2'),
      /Line 9 .* there should be the test a_law_1 of the suite/,
      'another test',
    )
    wrong(
      good().replaceAll('b-law', 'c-law'),
      /Line 14 .* there should be the law b-law of the suite/,
      'another law',
    )
    wrong(
      withBoot(lostIn(2), 1, { from: 2 }, good(2)),
      /Line 19 .* this guest was to run the tests from number 2 on/,
      'a test for the second time',
    )
    wrong(
      withBoot(lostIn(0), 1, { from: 1 }, good(2)),
      /Line 9 .* the suite has 2 laws from here on/,
      'another part than it was to run',
    )
    wrong(withBoot(good(), 1, { from: 4 }, 'KTAP version 1\n1..1\n'), /from number 4 on/, 'a guest too many')
    wrong(lostIn(0) + good(1), /Line 8 /, 'two guests without a mark between them')
    wrong(
      `${lostIn(0)}\f# boot 2 from 1\n${good(1)}`,
      /Line 7 .* boot 1 has to begin/,
      'a guest that is missing',
    )
  },
)

t.test('guests that ran side by side are read, each with every second test', async t => {
  const each = (first: number): string =>
    suiteText(
      tests.filter((_, number) => number >= first && (number - first) % 2 === 0),
      () => ({ outcomes: ['OK', 'EACCES'] }),
    )
  const [even, odd] = [each(0), each(1)]
  const both = withBoot(withBoot('', 0, { from: 0, each: 2 }, even), 1, { from: 1, each: 2 }, odd)
  t.strictSame(ends(both), ['a_law_0 done', 'b_law_0 done', 'a_law_1 done', 'b_law_1 done'])
  const late = withBoot(withBoot('', 0, { from: 0, each: 2 }, even), 1, { from: 3, each: 2 }, each(3))
  t.strictSame(ends(late), ['a_law_0 done', 'b_law_0 done', 'b_law_1 done'])
  t.throws(
    () => ends(withBoot(withBoot('', 0, { from: 0, each: 2 }, even), 1, { from: 2, each: 2 }, each(2))),
    /was to run the tests from number 2 on/,
    'a test for the second time',
  )
  t.throws(
    () => ends(withBoot('', 0, { from: 1, each: 2 }, even)),
    /there should be the test a_law_1 of the suite/,
    'another part than it was to run',
  )
})

t.test('what a guest says cannot look like the beginning of another one', async t => {
  const forged = withBoot(lostIn(0), 1, { from: 1 }, `\f# boot 2 from 1\n${good(1)}`)
  t.strictSame(ends(forged), ['a_law_0 lost', 'a_law_1 done', 'b_law_0 done', 'b_law_1 done'])
})

t.test('a program that expects something else than the suite, or more steps, is not judged', async t => {
  const [first, ...others] = tests
  if (first === undefined) throw new Error('no test')
  const strict = { ...first, allowed: [['OK' as const], ['OK' as const]] }
  const detail = (channel: string, of: readonly Test[]) => readObservations(channel, of).get('a_law_0')
  const expects = { end: 'lost', detail: 'the program that ran expects something else than the suite' }
  t.match(detail(good(), [strict, ...others]), expects)
  const stricter = suiteText([strict, ...others], () => ({ outcomes: ['OK', 'EACCES'] }))
  t.match(detail(stricter, [strict, ...others]), { end: 'done' })
  t.match(detail(stricter, tests), expects)
  const longer = { ...first, allowed: [...first.allowed, ['OK' as const]] }
  const long = suiteText([longer, ...others], () => ({ outcomes: ['OK', 'OK', 'OK'] }))
  t.match(detail(long, tests), { end: 'lost', detail: 'it tells of 3 steps, and has 2' })
})
