import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { readObservations, readReport, readReports, withBoot } from '../../../generator/guest/ktap.js'
import { ToolError } from '../../../generator/shared/error.js'
import type { Observation, Test } from '../../../generator/suite/suite.js'
import type { Outcome } from '../../../specs/outcome.js'
import { type Given, suiteLines, suiteText } from '../../channel.js'
import { runs } from '../../fuzz-runs.js'
import { excess } from '../../linear.js'
import { targets } from '../../targets.js'

const outcomes = fc.constantFrom<Outcome>('OK', 'EACCES', 'EPERM', '=a', '=ephemeral', '=dropped')
const directive = fc.constantFrom(
  'hang after 10 s',
  'crash, killed by signal 9',
  'crash, exited with 3',
  'audit records were lost',
)

/** A suite, and what each of its tests gave. */
type Ran = { readonly tests: readonly Test[]; readonly given: ReadonlyMap<Test, Given> }

const ran: fc.Arbitrary<Ran> = fc
  .array(
    fc.array(
      fc.tuple(
        fc.array(fc.tuple(outcomes, outcomes), { maxLength: 4 }),
        fc.option(directive, { nil: undefined, freq: 4 }),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map(laws => {
    const given = new Map<Test, Given>()
    for (const [law, tests] of laws.entries())
      for (const [index, [steps, directive]] of tests.entries())
        given.set(
          {
            ...{ name: `law_${law}_${index}`, law: `law-${law}`, id: '' },
            program: { ops: steps.map(() => ({ kind: 'no_new_privs' })) },
            allowed: steps.map(([allowed]) => [allowed]),
            clauses: steps.map(() => []),
          },
          {
            outcomes: steps.map(([, outcome]) => outcome),
            ...(directive === undefined ? {} : { directive }),
          },
        )
    return { tests: [...given.keys()], given }
  })

const givenTo = ({ given }: Ran, test: Test): Given => given.get(test) ?? { outcomes: [] }

const textOf = (one: Ran): string => suiteText(one.tests, test => givenTo(one, test))

const endOf = ({ outcomes, directive = '' }: Given): Observation => {
  if (directive.startsWith('audit')) return { end: 'lost', outcomes: [], detail: directive }
  const end = directive.startsWith('hang') ? 'hang' : directive === '' ? 'done' : 'crash'
  return { end, outcomes, detail: directive.replace('crash, ', '') }
}

/** What is read of a channel, or undefined if it is refused; anything else that is thrown fails the property. */
function read(channel: string, tests?: readonly Test[]): ReadonlyMap<string, Observation> | undefined {
  try {
    return readObservations(channel, tests)
  } catch (error) {
    if (error instanceof ToolError && error.code === 'E_CHANNEL') return undefined
    throw error
  }
}

/** Whether what is read is what was given, as far as it was not lost; nobody can tell how much more a test gave before it hung. */
const isTrue = (one: Ran, seen: ReadonlyMap<string, Observation> | undefined): boolean =>
  one.tests.every(test => {
    const [was, is] = [endOf(givenTo(one, test)), seen?.get(test.name)]
    if (is === undefined || is.end === 'lost') return true
    if (is.end === 'done') return isDeepStrictEqual(is, was)
    return is.end === was.end && is.outcomes.every((outcome, index) => outcome === was.outcomes[index])
  })

t.test('what the harness prints of a suite is read as it was given', async () => {
  fc.assert(
    fc.property(ran, one => {
      const seen = readObservations(textOf(one), one.tests)
      return (
        seen.size === one.tests.length &&
        isTrue(one, seen) &&
        [...seen.values()].every(({ end, detail }) => end !== 'lost' || detail === 'audit records were lost')
      )
    }),
    runs(150),
  )
})

t.test(
  'a run of several guests, each cut off anywhere, says nothing that the whole one does not',
  async () => {
    const cuts = fc.array(fc.nat(10_000), { maxLength: 3 })
    fc.assert(
      fc.property(ran, cuts, (one, places) => {
        let [channel, from, boot] = ['', 0, 0]
        for (const place of places) {
          if (from >= one.tests.length) break
          const whole = suiteText(one.tests.slice(from), test => givenTo(one, test))
          const said = whole.slice(0, place % whole.length)
          channel = withBoot(channel, boot++, { from }, said)
          from = one.tests.findLastIndex(({ name }) => said.includes(`# begin ${name}\n`)) + 1
          if (from === 0) break
        }
        return isTrue(one, readObservations(channel, one.tests))
      }),
      runs(150),
    )
  },
)

t.test(
  'a channel with a character changed, added or left out never says another outcome than was given',
  async () => {
    const character = fc.oneof(
      fc.constantFrom(...'\n\f\r#  o1=Eknot[].0123456789\u0000\ufffd'),
      fc.string({ maxLength: 3 }),
    )
    fc.assert(
      fc.property(ran, fc.nat(), fc.nat(2), character, (one, place, left, put) => {
        const whole = textOf(one)
        const at = place % whole.length
        const seen = read(whole.slice(0, at) + put + whole.slice(at + left), one.tests)
        return isTrue(one, seen)
      }),
      runs(1_500),
    )
  },
)

t.test('a result that is torn in two is not believed, of the last test of a law either', async t => {
  const test = { name: 'law_0_0', law: 'law-0', id: '', program: { ops: [] }, allowed: [], clauses: [] }
  const whole = suiteText([test], () => ({ outcomes: [], directive: 'crash, exited with 3' }))
  t.equal(readObservations(whole, [test]).get('law_0_0')?.end, 'crash')
  const torn = whole.replace(' # crash', '\n # crash')
  t.equal(readObservations(torn, [test]).get('law_0_0')?.end, 'lost')
})

t.test(
  'lines that are doubled, left out, moved or taken from elsewhere never say another outcome than was given',
  async () => {
    const foreign = fc.constantFrom(
      'hello',
      '  # steps OK',
      '  ok 1 law_0_0',
      '# end',
      '  # begin law_0_1',
      'ok 1 law-0',
      '1..0',
      '[    1.234567] hello',
      'Bail out! No.',
      '# init: /suite was killed by signal 9',
      '# target abi 3',
    )
    fc.assert(
      fc.property(
        ran,
        fc.nat(),
        fc.nat(),
        fc.constantFrom('double', 'leave', 'move', 'put'),
        foreign,
        (one, from, to, how, line) => {
          const lines = [...suiteLines(one.tests, test => givenTo(one, test))]
          const [source, target] = [from % lines.length, to % (lines.length + 1)]
          const taken = lines[source] ?? ''
          if (how === 'leave' || how === 'move') lines.splice(source, 1)
          if (how === 'double' || how === 'move') lines.splice(target, 0, taken)
          if (how === 'put') lines.splice(target, 0, line)
          return isTrue(one, read(lines.map(text => `${text}\n`).join(''), one.tests))
        },
      ),
      runs(1_500),
    )
  },
)

const printed = fc.constantFrom(
  ...[
    'KTAP version 1',
    '1..1',
    '1..2',
    '# Subtest: a',
    '# begin a_0',
    '# begin a_1',
    '# steps',
    '# steps OK',
    '# end',
  ],
  ...[
    'ok 1 a_0',
    'not ok 2 a_1',
    'ok 1 a',
    '# step 0: observed OK, allowed only EPERM',
    '\f# boot 1 from 1',
    '# guest end',
  ],
  ...[
    '# target release 7',
    '# target abi 11',
    '# target errata none',
    '# target end',
    '# target socket 2:1:0 OK OK',
  ],
)

t.test('whatever is printed is understood or refused, and nothing else', async () => {
  const line = fc
    .tuple(fc.constantFrom('', '  ', '    '), printed)
    .map(([indent, text]) => `${indent}${text}\n`)
  const texts = fc.oneof(
    fc.array(line, { maxLength: 20 }).map(all => all.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  )
  fc.assert(
    fc.property(texts, text => {
      read(text)
      readReports(text)
      try {
        readReport(text)
      } catch (error) {
        return error instanceof ToolError
      }
      return true
    }),
    runs(1_000),
  )
})

t.test(
  'a report with a character changed is the same one, is refused, or says of itself that it is another',
  async () => {
    const [target] = targets
    if (target === undefined) throw new Error('no target')
    const facts = [
      'release 6.12',
      'abi 6',
      'errata 15',
      'behaviour hook_by_right',
      'lacks compat SIGSEGV',
      'socket 2:1:0 OK EPERM',
      'end',
    ]
    const text = facts.map(fact => `# target ${fact}\n`).join('')
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 2, unit: 'binary' }), (at, put) => {
        try {
          readReport(text.slice(0, at) + put + text.slice(at + 1))
        } catch (error) {
          return error instanceof ToolError
        }
        return true
      }),
      runs(1_000),
    )
  },
)

for (const [what, part] of Object.entries({
  'a line without an end': 'x',
  'empty lines': '\n',
  blanks: ' ',
  brackets: '[ 1',
  'time stamps': '[    1.234567] ',
  'messages in the middle of a line': 'x[    1.234567] \n',
  'tests without a result': '  # begin a_0\n',
  'tests with a result': '  # begin a_0\n  # steps OK\n  ok 1 a_0\n',
  'steps that were not expected': '  # step 0: observed OK, allowed only OK | OK\n',
  'an outcome after the other': ' OK',
  'tasks that are said to hang': 'INFO: task ',
  'stalls that are begun': 'INFO: rcu ',
  'facts of a target': '# target socket 2:1:0 OK OK\n',
  'marks between guests': '\f# boot 1 from 1\n',
  'beginnings of marks': '\f# boot 1 from 1',
}))
  t.test(`the time for ${what} is in proportion to them`, async t => {
    const head =
      'KTAP version 1\n1..1\n  KTAP version 1\n  # Subtest: a\n  1..999999999\n  # begin b_0\n  # steps'
    const input = (size: number): string => `${head}${part.repeat(size / part.length)}\n`
    t.equal(
      excess(input, text => read(text)),
      undefined,
      'observations',
    )
    t.equal(excess(input, readReports), undefined, 'reports of the kernel')
    const report = (text: string): unknown => {
      try {
        return readReport(text)
      } catch (error) {
        return error
      }
    }
    t.equal(excess(input, report), undefined, 'target')
  })
