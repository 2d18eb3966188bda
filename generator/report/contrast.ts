import type { Op } from '../../specs/program.js'
import { describe } from '../suite/describe.js'
import type { Deciding } from './comparison-result.js'

type Both<T> = readonly [T, T]

/** What is contrasted, by its name and by what it is. */
type ContrastSide = {
  readonly name: string
  readonly abi: number
  readonly errata: number | null
  readonly designs: readonly string[]
}

/** A program but for its sandbox, and the sandbox in the words of either side. */
export type ContrastSteps = {
  readonly before: readonly Op[]
  readonly sandboxes: Both<readonly Op[]>
  readonly after: readonly Op[]
}

/** What a guest of either side gave at the step where they part, and whether that is what the model allows. */
export type GuestOutcome = { readonly observed: string; readonly agrees: boolean }

/** One way to the same difference. */
export type Witness = {
  /** One word for how the socket came to be there, and the same as a clause behind its kind; empty where there is none. */
  readonly name: string
  readonly says: string
  /** Content ids of the programs. */
  readonly programs: Both<string>
  readonly told: ContrastSteps
  readonly guests: Both<GuestOutcome> | null
}

/** One reason for which two sides part, in words. */
export type DescribedDifference = {
  /** What is done, and with what; and the same with what either side gives. */
  readonly what: string
  readonly says: string
  /** Whether one side allows what the other does not, or both refuse in different ways. */
  readonly kind: 'allowed' | 'errno'
  readonly outcomes: Both<string>
  readonly clauses: Both<Deciding>
  /** The smallest program first, then one for each other way in which a socket may come to be there. */
  readonly ways: readonly [Witness, ...Witness[]]
  /** The scenarios that come to this first. */
  readonly scenarios: readonly string[]
  readonly explain: Both<string>
}

/** Everything in which two sides differ. */
export type ContrastReport = {
  readonly verdict: 'same' | 'differ' | 'incomplete'
  readonly sides: Both<ContrastSide>
  /** How many programs were tried. */
  readonly programs: number
  readonly differences: readonly DescribedDifference[]
  /** The kernels that were asked, one for both sides or one each; none without. */
  readonly kernels: readonly string[]
  /** What guests did not tell, in words. */
  readonly notes: readonly string[]
  /** The folder with the programs, relative to the package. */
  readonly folder: string
}

/** The exit codes of contrast; 2 is also what our own failures exit with. */
export const contrastCodes = { same: 0, differ: 1, incomplete: 2 } as const satisfies Record<
  ContrastReport['verdict'],
  number
>

/**
 * The ways that are nowhere the smallest, each with the first difference to which it is another way: there its program is told,
 * and elsewhere only its name.
 */
export function smallestElsewhere(
  differences: readonly DescribedDifference[],
): ReadonlyMap<Witness, DescribedDifference> {
  const seen = new Set(differences.map(({ ways: witnesses }) => witnesses[0].name))
  const found = new Map<Witness, DescribedDifference>()
  for (const one of differences)
    for (const witness of one.ways.filter(({ name }) => !seen.has(name))) {
      seen.add(witness.name)
      found.set(witness, one)
    }
  return found
}

/** A contrast as text for people. */
export function contrastText(report: ContrastReport): string {
  const { sides, differences, kernels, notes } = report
  const kinds = (['allowed', 'errno'] as const).map(kind => differences.filter(one => one.kind === kind))
  const [allowed = [], errno = []] = kinds
  const extra = smallestElsewhere(differences)
  return [
    [
      ...sides.map(sideLine),
      ...kernels.map(ref => `   asked: ${ref}`),
      ...notes.map(one => `   ${one}`),
    ].join('\n'),
    ...allowed.map((one, index) => difference(one, index + 1, extra)),
    ...(errno.length === 0 ? [] : ['Refused by both, each with another errno:']),
    ...errno.map((one, index) => difference(one, allowed.length + index + 1, extra)),
    verdict(report),
  ].join('\n\n')
}

const sideLine = ({ name, abi, errata, designs }: ContrastSide, index: number): string =>
  `${index === 0 ? 'A' : 'B'}  ${name}  (${[`ABI ${abi}`, `errata ${errata ?? 'unknown'}`, ...designs].join(', ')})`

function difference(
  { says, outcomes, clauses, ways: witnesses, scenarios, explain }: DescribedDifference,
  at: number,
  extra: ReadonlyMap<Witness, DescribedDifference>,
): string {
  const [{ told, guests }, ...others] = witnesses
  return [
    `${at}. ${says}`,
    ...steps(told, outcomes),
    ...clauses.map((one, side) => `   ${side === 0 ? 'A' : 'B'} by ${one.clause}: ${one.says} (${one.cite})`),
    ...others.filter(witness => extra.has(witness)).flatMap(witness => otherWitness(witness, outcomes)),
    ...named(others.filter(witness => !extra.has(witness))),
    ...(guests === null ? [] : [`   guests: ${describeGuests(guests)}${othersAgree(others)}`]),
    ...(scenarios.length === 0 ? [] : [`   told in ${scenarios.join(', ')}`]),
    `   explain: ${explain.join(`\n${' '.repeat(12)}`)}`,
  ].join('\n')
}

const otherWitness = ({ says, told }: Witness, outcomes: Both<string>): readonly string[] => [
  `   the same of one ${says}:`,
  ...steps(told, outcomes, true),
]

const named = (witnesses: readonly Witness[]): readonly string[] =>
  witnesses.length === 0 ? [] : [`   the same of one ${witnesses.map(({ says }) => says).join('; ')}`]

const describeGuests = (guests: Both<GuestOutcome>): string =>
  guests
    .map(
      ({ observed, agrees }, side) =>
        `${side === 0 ? 'A' : 'B'} ${observed}${agrees ? '' : ', which the model does not allow'}`,
    )
    .join(', ')

const othersAgree = (others: readonly Witness[]): string => {
  if (others.length === 0) return ''
  const agreeing = others.filter(({ guests }) => guests?.every(({ agrees }) => agrees))
  return `; ${agreeing.length} of ${others.length} other ways agree, too`
}

/** The steps, with the sandbox in the words of each side, or in none where it was told before. */
function steps(
  { before, sandboxes: [a, b], after }: ContrastSteps,
  outcomes: Both<string>,
  isDescribed = false,
): readonly string[] {
  const isSame = JSON.stringify(a) === JSON.stringify(b)
  const sandbox = isSame ? a.map(line) : [...a.map(op => `A ${line(op)}`), ...b.map(op => `B ${line(op)}`)]
  const told = isDescribed ? ['the sandbox'] : sandbox
  const all = [...before.map(line), ...told, ...after.map(line)]
  return all.map((one, step) =>
    step === all.length - 1 ? `     ${one}  A: ${outcomes[0]}, B: ${outcomes[1]}` : `     ${one}`,
  )
}

const line = (op: Op): string => describe(op)

function verdict({ verdict, differences, programs, folder }: ContrastReport): string {
  const code = `(exit code ${contrastCodes[verdict]})`
  if (verdict === 'incomplete') return `No verdict: a guest did not come to the end of every program ${code}`
  if (verdict === 'same') return `Nothing differs in ${programs} programs ${code}`
  const count = differences.length === 1 ? '1 difference' : `${differences.length} differences`
  return `  programs  ${folder}\n\n${count} in ${programs} programs ${code}`
}
