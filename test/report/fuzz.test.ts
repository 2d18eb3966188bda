import t from 'tap'
import { fuzzText } from '../../generator/report/fuzz.js'
import { found, long, resultOf, short } from './fuzzed.js'

t.test('a person reads what ran, what became of it, what it took and how it went on', async t => {
  const text = fuzzText(resultOf(long))
  t.match(text, 'programs  900 in 600 s, 2 a second, with seed 7')
  t.match(text, 'judged    880 agree, 10 known, 0 differ, 7 agree as far as the model speaks')
  t.match(text, 'unjudged  2, 0.22 %: audit records were lost (2)')
  t.match(text, 'unanswered 1, 0.11 %: its guest failed with E_QEMU (1)')
  t.match(
    text,
    'silent    40 programs not run, 4.3 %, and 12 only up to where the model says nothing: 30 port.spent, 22 option.reuse',
  )
  t.match(text, "host      10.0 % of the processors' time, of that draw 75 %, judge 25 %")
  t.match(text, '100 a second of 8.0 ops in the first minute, 99 a second of 8.5 ops in the last')
  t.match(
    text,
    'held      300 MB, 32 descriptors, 3 processes and 72 MB of disk here, 36 MB in use in a guest; then 310 MB, 32 descriptors, 1 process and 72 MB of disk here, 36 MB in use in a guest',
  )
  t.notMatch(fuzzText(resultOf(short)), 'goes on', 'of less than two minutes nothing is told')
  t.match(text, /\n\nNothing was found \(exit code 0\)$/)
})

t.test(
  'there is a section for each kernel, a line for one that could not be had, and one verdict',
  async t => {
    const incomplete = { ...short, verdict: 'incomplete', missing: ['it was interrupted'] } as const
    const unavailable = [{ ref: 'debian:none', code: 'E_KERNEL', why: 'There is none.' }]
    const text = fuzzText({ ...resultOf(long, incomplete), verdict: 'incomplete', unavailable })
    t.match(text, /^debian:trixie {2}6\.18\n[\s\S]*\n\nnative {2}6\.18\n/)
    t.match(text, '  missing   it was interrupted')
    t.match(text, '\n\ndebian:none: E_KERNEL: There is none.\n\n')
    t.match(text, /No verdict: native lacks what is told above, debian:none was not fuzzed \(exit code 2\)$/)
    t.equal(text.match(/exit code/g)?.length, 1)
  },
)

t.test('a finding stands in the section of its kernel, with how to replay it', async t => {
  const differs = { ...long, verdict: 'diverge', diverged: 4 } as const
  const result = { ...resultOf(differs, short), verdict: 'diverge', divergences: [found] } as const
  const [first = '', second = '', last] = fuzzText(result).split(/\n\n(?=\S)/)
  t.match(first, /findings {2}1\n\n {2}OK, allowed only EACCES \(4 programs\)\n {2}> 0 {2}/)
  t.match(first, 'replay: npx landlockstep replay case.json --kernel debian:trixie')
  t.match(second, 'findings  0')
  t.equal(last, 'Kernel and model differ: 1 finding (exit code 1)')
})

t.test('what did not come back each time is flaky, and what was not run again is called so', async t => {
  const of = (replayed: number, replays: number): string =>
    fuzzText({ ...resultOf(long), divergences: [{ ...found, replayed, replays }] })
  t.match(of(2, 5), '(4 programs, flaky: 2 of 5 replays gave it again)')
  t.match(of(0, 0), '(4 programs, not run again)')
})
