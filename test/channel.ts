import type { Test } from '../generator/suite/suite.js'
import { covers, type Outcome } from '../specs/outcome.js'

/** What a test gave; without a directive it came to its end by itself. */
export type Given = { readonly outcomes: readonly Outcome[]; readonly directive?: string }

const linesOf = (test: Test, index: number, { outcomes, directive }: Given): readonly string[] => {
  const wrong = outcomes.flatMap((outcome, step) =>
    test.allowed[step]?.some(one => covers(one, outcome)) === true
      ? []
      : [`  # step ${step}: observed ${outcome}, allowed only ${test.allowed[step]?.join(' | ') ?? ''}`],
  )
  const isOk = wrong.length === 0 && directive === undefined
  const end = directive === undefined ? '' : ` # ${directive}`
  return [
    `  # begin ${test.name}`,
    ...wrong,
    ['  # steps', ...outcomes].join(' '),
    `  ${isOk ? 'ok' : 'not ok'} ${index} ${test.name}${end}`,
  ]
}

const groupsOf = (tests: readonly Test[]): readonly (readonly Test[])[] =>
  [...new Set(tests.map(({ law }) => law))].map(law => tests.filter(test => test.law === law))

/** What the harness prints of a suite, line by line, as templates/harness/harness.c does it. */
export function suiteLines(tests: readonly Test[], given: (test: Test) => Given): readonly string[] {
  const laws = groupsOf(tests).flatMap((group, law) => {
    const lines = group.map((test, index) => linesOf(test, index + 1, given(test)))
    const isOk = lines.every(of => of.at(-1)?.startsWith('  ok'))
    return [
      '  KTAP version 1',
      `  # Subtest: ${group[0]?.law}`,
      `  1..${group.length}`,
      ...lines.flat(),
      `${isOk ? 'ok' : 'not ok'} ${law + 1} ${group[0]?.law}`,
    ]
  })
  return ['KTAP version 1', `1..${groupsOf(tests).length}`, ...laws, '# end']
}

/** The same as a text. */
export const suiteText = (tests: readonly Test[], given: (test: Test) => Given): string =>
  suiteLines(tests, given)
    .map(line => `${line}\n`)
    .join('')
