import fc from 'fast-check'
import type { KernelResult, Result, ResultFinding, Retry, TestResult } from '../../generator/judge/result.js'
import { smallResult } from './small-result.js'

const [kernel] = smallResult.kernels
const [finding] = smallResult.divergences
if (kernel === undefined || finding === undefined) throw new Error('the small result is empty')

/** What tries to be something else than text, in one format or another. */
const hostile = fc.oneof(
  fc.constantFrom(
    ...[']]>', '<b>', '&lt;', '"', "'", '\u0000', '\u001b[2J', '\ufffe', '\ud800', '\u2028', '\r', '\t'],
    ...['::error::x', '%0A', ',line=1', 'a\nok 1 b', '\n::error::x', '##[error]x', '\n\n</pre>', '@all'],
    ...['#', '\\#', ' # SKIP x', ' # TODO', '# Subtest: x', '1..9', '---\n', '...\n', 'Bail out!', '- '],
    ...['|', '`', '[x](y)', '$x$', '<!--', '<details>', '__proto__', 'constructor'],
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 8 }),
)

const text = fc.array(hostile, { minLength: 1, maxLength: 3 }).map(parts => parts.join(''))

const status = fc.constantFrom<TestResult['status']>('agreed', 'diverged', 'known', 'flaky', 'lost')

const name = text.filter(one => one.trim() !== '')

const tests = fc.uniqueArray(
  fc.record({ name, law: fc.constantFrom('a', 'b', '#c', '<d>'), program: text, status }),
  { selector: ({ name }) => name.trim(), maxLength: 6 },
)

/** What a kernel gave, whose tests are these; what it says is anything. */
const kernels = fc
  .uniqueArray(
    fc.record({ ref: text, tests, words: text, reports: fc.array(text), missing: fc.array(text) }),
    {
      selector: ({ ref }) => ref,
      maxLength: 2,
    },
  )
  .map(all => all.map(one => ({ ...one, tests: one.tests.map(withWhy(one.words)) })))

const withWhy =
  (why: string) =>
  (test: TestResult): TestResult =>
    test.status === 'lost' && why.length % 2 === 0
      ? { ...test, why }
      : test.status === 'flaky'
        ? { ...test, again: votesOf(why) }
        : test

const votesOf = (words: string): Retry => ({ same: 1, votes: [words, words], words })

const of = (all: readonly TestResult[], status: TestResult['status']): number =>
  all.filter(one => one.status === status).length

type Drawn = {
  readonly ref: string
  readonly tests: readonly TestResult[]
  readonly words: string
  readonly reports: readonly string[]
  readonly missing: readonly string[]
}

const kernelOf = ({ ref, tests, words, reports, missing }: Drawn): KernelResult => ({
  ...kernel,
  ref,
  tests,
  reports,
  missing,
  origin: words,
  release: words,
  notes: [words],
  programs: tests.length,
  agreed: of(tests, 'agreed'),
  diverged: of(tests, 'diverged'),
  known: of(tests, 'known'),
  flaky: of(tests, 'flaky'),
  leftOut: words.length % 3 === 0 ? [] : [{ why: words, law: words, programs: words.length }],
  lost: of(tests, 'lost'),
})

const findingsOf = ({ ref, tests, words }: Drawn): readonly ResultFinding[] =>
  tests
    .filter(({ status }) => status === 'diverged' || status === 'known' || status === 'flaky')
    .map(({ name, law, program, status }) => ({
      ...finding,
      kernel: ref,
      law,
      test: name,
      program,
      claim: words,
      observed: words,
      allowed: [words],
      why: words,
      cite: words,
      place: `${words}:9`,
      known: status === 'known' ? words : null,
      isFlaky: status === 'flaky',
      ...(status === 'flaky' ? { again: votesOf(words) } : {}),
    }))

/** Any result that hangs together, with any texts in it. */
export const anyResult: fc.Arbitrary<Result> = fc.record({ kernels, unavailable: fc.array(text) }).map(
  ({ kernels, unavailable }): Result => ({
    ...smallResult,
    kernels: kernels.map(kernelOf),
    unavailable: unavailable.map((why, index) => ({ ref: `none ${index}`, code: 'E_KERNEL', why })),
    divergences: kernels.flatMap(findingsOf),
  }),
)
