import type { Shape, VariantSteps } from './shapes.js'
import type { Initializer } from './values.js'

/** A value of a test in all of its variants: a field of each where it differs, else the same everywhere. */
export type Column = {
  readonly name: string
  readonly type: string
  readonly isField: boolean
  readonly cells: readonly Initializer[]
}

/** What a step of a test takes from its variants. */
export type StepColumns = { readonly values: readonly Column[]; readonly expected: Column | undefined }

/** Everything of a test that may differ between its variants. */
export type Columns = {
  readonly steps: readonly StepColumns[]
  readonly isSandboxed: Column
  readonly from: Column
  readonly to: Column
  readonly erratum: Column
  /** Each once. */
  readonly all: readonly Column[]
}

type Draft = Pick<Column, 'type' | 'cells'> & { readonly names: readonly [string, string] }

const textOf = (is: unknown): string => JSON.stringify(is)

const keyOf = ({ names: [name], type, cells }: Draft): string => textOf([name === 'expected', type, cells])

const cellsOf = (
  { variants }: Shape,
  read: (one: VariantSteps) => Initializer | undefined,
): readonly Initializer[] => variants.map(one => read(one) ?? '0')

/** What is compared in no variant is no column; a variant that does not take the step has 0 there. */
function expectedDraft(shape: Shape, index: number, kind: string): Draft | undefined {
  const isCompared = shape.variants.some(({ steps }) => steps[index]?.expected !== undefined)
  if (!isCompared) return undefined
  const taking = shape.variants.filter(({ steps }) => steps[index]?.expected !== undefined)
  const only = new Set(taking.map(({ steps }) => steps[index]?.expected))
  const [first] = only
  return {
    ...{ names: ['expected', `expected_${kind}`], type: 'int' },
    cells: cellsOf(shape, ({ steps }) => steps[index]?.expected ?? (only.size === 1 ? first : undefined)),
  }
}

/** Addresses are called by what is done with them, and nothing is called as a function is. */
function longName(kind: string, name: string): string {
  if (kind === name) return name
  return name === 'address' ? `${kind === 'sendto' ? 'send' : kind}_to` : `${kind}_${name}`
}

type StepDrafts = { readonly values: readonly Draft[]; readonly expected: Draft | undefined }

const stepDrafts = (shape: Shape): readonly StepDrafts[] =>
  (shape.variants[0]?.steps ?? []).map(({ kind, values }, index) => ({
    values: values.map(({ name, type }, place) => ({
      ...{ names: [name, longName(kind, name)], type },
      cells: cellsOf(shape, ({ steps }) => steps[index]?.values[place]?.is),
    })),
    expected: expectedDraft(shape, index, kind),
  }))

/** Names that nothing else has: short where that is enough, then with what kind of step it belongs to, then with a number. */
function named(drafts: ReadonlyMap<string, Draft>): ReadonlyMap<string, Column> {
  const all = [...drafts]
  const shared = (place: 0 | 1, name: string): boolean =>
    all.filter(([, { names }]) => names[place] === name).length > 1
  const counts = new Map<string, number>()
  return new Map(
    all.map(
      ([
        key,
        {
          names: [short, long],
          type,
          cells,
        },
      ]) => {
        const name = shared(0, short) ? long : short
        const count = (counts.get(name) ?? 0) + 1
        counts.set(name, count)
        const isField = new Set(cells.map(textOf)).size > 1
        return [key, { name: count === 1 ? name : `${name}_${count}`, type, isField, cells }]
      },
    ),
  )
}

/** What the variants of a test have in common, and what not: of two values that are always the same one is enough. */
export function columnsOf(shape: Shape): Columns {
  const own = (name: string, type: string, read: (one: VariantSteps) => string): Draft => ({
    ...{ names: [name, name], type },
    cells: cellsOf(shape, read),
  })
  const isSandboxed = own('is_sandboxed', 'bool', one => `${!one.isControl}`)
  const from = own('abi', 'int', ({ range }) => `${range.from}`)
  const to = own('last_abi', 'int', ({ range }) => `${range.to ?? 0}`)
  const erratum = own('erratum', 'int', ({ range }) => `${range.erratum ?? 0}`)
  const steps = stepDrafts(shape)
  const drafts = [
    isSandboxed,
    from,
    to,
    erratum,
    ...steps.flatMap(one => [...one.values, ...[one.expected ?? []].flat()]),
  ]
  const columns = named(new Map(drafts.map(draft => [keyOf(draft), draft])))
  const column = (draft: Draft): Column => {
    const found = columns.get(keyOf(draft))
    if (found === undefined) throw new Error(`there is no column ${draft.names[0]}`)
    return found
  }
  return {
    steps: steps.map(({ values, expected }) => ({
      values: values.map(column),
      expected: expected === undefined ? undefined : column(expected),
    })),
    ...{ isSandboxed: column(isSandboxed), from: column(from), to: column(to), erratum: column(erratum) },
    all: [...columns.values()],
  }
}
