import type { KernelRange } from './range.js'
import type { CStep } from './steps.js'

/** A program, or the same without a sandbox, as one variant of a test. */
export type VariantSteps = {
  readonly isControl: boolean
  readonly range: KernelRange
  readonly steps: readonly CStep[]
}

/** A program, and the same without a sandbox, if it makes one. */
export type ProgramVariants = { readonly program: VariantSteps; readonly control: VariantSteps | undefined }

/** One test: a table of programs of a law that take the same steps with other values, or one program. */
export type Shape = {
  readonly law: string
  readonly isTable: boolean
  /** Each program, and behind it the same without a sandbox. */
  readonly variants: readonly VariantSteps[]
}

/** So many programs of one form are worth a table of variants. */
const worthATable = 3

/** What has to be the same of the steps of two programs for one test to take both. */
const formOf = ({ steps }: VariantSteps): string =>
  JSON.stringify(
    steps.map(({ kind, call, values, makes, enforces, mayLack }) => [
      ...[kind, call, makes, enforces, mayLack],
      values.map(({ name, type }) => [name, type]),
    ]),
  )

const inTurn = ({ program, control }: ProgramVariants): readonly VariantSteps[] => [
  program,
  ...(control === undefined ? [] : [control]),
]

/** In a table, what another variant does already is left out: many programs are the same without a sandbox. */
function tabled(all: readonly VariantSteps[]): readonly VariantSteps[] {
  const keyOf = ({ steps, isControl, range: { from, to, erratum } }: VariantSteps): string =>
    JSON.stringify(isControl ? [steps] : [steps, from, to, erratum])
  const found = new Map<string, VariantSteps>()
  for (const one of all) if (!found.has(keyOf(one))) found.set(keyOf(one), one)
  return [...found.values()]
}

/** The tests of the programs of one law, in the order in which they come up. */
export function shapesOf(law: string, programs: readonly ProgramVariants[]): readonly Shape[] {
  const byForm = new Map<string, ProgramVariants[]>()
  for (const one of programs) {
    const isSameForm = one.control === undefined || formOf(one.control) === formOf(one.program)
    const form = isSameForm ? formOf(one.program) : `${byForm.size}`
    byForm.set(form, [...(byForm.get(form) ?? []), one])
  }
  return [...byForm.values()].flatMap((some): readonly Shape[] =>
    some.length < worthATable
      ? some.map(one => ({ law, isTable: false, variants: inTurn(one) }))
      : [{ law, isTable: true, variants: tabled(some.flatMap(inTurn)) }],
  )
}
