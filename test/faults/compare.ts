import { exitCodes, type KernelResult, type Result } from '../../generator/judge/result.js'
import type { Exit } from './process.js'
import type { Expected } from './row.js'

/** How a program ended, as a row speaks of it. */
export type Seen = {
  readonly exit: number
  readonly signal?: NodeJS.Signals
  readonly verdict?: string
  readonly code?: string
  readonly record?: Result
}

/** Reads what a program printed: its record if it is one document, and the code of its error. */
export function seen({ code: exit, signal, stdout, stderr }: Exit): Seen {
  const record = recordOf(stdout)
  const code = /^landlockstep: (E_\w+): /m.exec(stderr)?.[1]
  return {
    exit,
    ...(signal === null ? {} : { signal }),
    ...(record === undefined ? {} : { record, verdict: record.verdict }),
    ...(code === undefined ? {} : { code }),
  }
}

function recordOf(stdout: string): Result | undefined {
  try {
    const value: unknown = JSON.parse(stdout)
    return typeof value === 'object' && value !== null && 'verdict' in value ? (value as Result) : undefined
  } catch {
    return undefined
  }
}

/** What is not as expected, in words. */
export function differences(expected: Expected, exit: Exit): readonly string[] {
  const { record, ...rest } = seen(exit)
  const kernel = record?.kernels[0]
  const text = `${exit.stdout}\n${exit.stderr}`
  return [
    ...unless(expected.exit === rest.exit, `exit ${expected.exit}, but it was ${rest.exit}`),
    ...unless(
      expected.signal === rest.signal,
      `${expected.signal ?? 'no signal'}, but ${rest.signal ?? 'none'} ended it`,
    ),
    ...unless(
      expected.verdict === rest.verdict,
      `${expected.verdict ?? 'no verdict'}, but it said ${rest.verdict ?? 'none'}`,
    ),
    ...unless(
      expected.code === rest.code,
      `${expected.code ?? 'no error'}, but it said ${rest.code ?? 'none'}`,
    ),
    ...unless(expected.says?.test(text) !== false, `it did not say ${expected.says}`),
    ...Object.entries(expected.kernel ?? {}).flatMap(([field, value]) => {
      const is = kernel?.[field as keyof typeof kernel]
      return unless(is === value, `${field} ${value}, but it was ${is}`)
    }),
    ...unless(
      expected.reports === undefined || expected.reports === kernel?.reports?.length,
      `${expected.reports} reports, but there were ${kernel?.reports?.length}`,
    ),
    ...(record === undefined ? [] : contradictions(record, rest.exit)),
    ...always(exit),
  ]
}

/** What a kernel's record counts; only `fuzz` has programs of which the model says nothing from some step on. */
type Counted = Pick<KernelResult, 'ref' | 'programs' | 'agreed' | 'diverged' | 'known' | 'lost'> & {
  readonly flaky?: number
  readonly silent?: number
}

/** A record must go together with itself and with the exit code; not every command counts programs in the same way. */
function contradictions({ verdict, kernels = [] }: Result, exit: number): readonly string[] {
  const counted: readonly Counted[] = kernels
  return [
    ...unless(exitCodes[verdict] === exit, `it said ${verdict} and exited with ${exit}`),
    ...counted.flatMap(({ ref, programs, agreed, diverged, known, lost, flaky = 0, silent = 0 }) =>
      unless(
        lost === undefined || programs === agreed + diverged + known + flaky + lost + silent,
        `programs of ${ref} are not in one of agreed, diverged, known, flaky, silent and lost`,
      ),
    ),
  ]
}

/** What is wrong whatever the fault is. */
const always = ({ stdout, stderr }: Exit): readonly string[] => [
  ...unless(!/^ +at .*[:(]\d+:\d+\)?$/m.test(stderr), 'it printed a stack'),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  ...unless(!/[\x00-\x08\x0b-\x1f\x7f]/.test(stdout + stderr), 'it printed control characters'),
]

const unless = (holds: boolean, what: string): readonly string[] => (holds ? [] : [what])

/** What was expected, for the page. */
export const expectedWords = (expected: Expected): string =>
  [
    expected.verdict,
    expected.code,
    expected.signal ?? `exit ${expected.exit}`,
    ...Object.entries(expected.kernel ?? {}).map(([field, value]) => `${field} ${value}`),
    ...(expected.reports === undefined ? [] : [`kernel reports ${expected.reports}`]),
    ...(expected.says === undefined ? [] : [`says \`${expected.says.source}\``]),
    expected.besides,
  ]
    .filter(word => word !== undefined)
    .join(', ')

/** What was seen, in the same words. */
export function seenWords(expected: Expected, exit: Exit): string {
  const { record, verdict, code, signal, exit: number } = seen(exit)
  const kernel = record?.kernels[0]
  return [
    verdict,
    code,
    signal ?? `exit ${number}`,
    ...Object.keys(expected.kernel ?? {}).map(field => `${field} ${kernel?.[field as keyof typeof kernel]}`),
    ...(expected.reports === undefined ? [] : [`kernel reports ${kernel?.reports?.length}`]),
  ]
    .filter(word => word !== undefined)
    .join(', ')
}
