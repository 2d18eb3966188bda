import { filledBy, readBy, type SlotUse } from '../../specs/ops/uses.js'
import type { Allowed } from '../../specs/outcome.js'
import type { Op, OpKind } from '../../specs/program.js'
import { callOf } from './arguments.js'
import type { Predicted } from './carried.js'
import { type LayerRun, layersAt, type PlainLayer } from './layers.js'
import { mayLack } from './may-lack.js'
import { type SlotNames, slotNames } from './names.js'
import { type CValue, layersValue } from './values.js'

/** What a step gives: 0 or an errno, or a number that is asked for; undefined where it is not taken. */
export type Expected = string | undefined

/** A new descriptor, and the variable that it is put into if anybody asks for it later; what fails leaves that as it is. */
type Makes = { readonly variable: string | undefined; readonly fails?: true }

/** A step of a program in C. */
export type CStep = {
  readonly kind: OpKind | 'layers'
  /** With `{0}` for the first of its values. */
  readonly call: string
  readonly values: readonly CValue[]
  /** Whether it gives a descriptor, and the variable for that, if anybody asks for it later. */
  readonly makes: Makes | undefined
  /** Whether it puts its process into a sandbox. */
  readonly enforces: boolean
  /** Whether a kernel may be built without what it opens. */
  readonly mayLack: boolean
  readonly expected: Expected
}

function expectedOf(allowed: readonly Allowed[] | undefined): Expected {
  const [outcome] = allowed ?? []
  if (outcome === undefined) return undefined
  if (outcome === 'OK') return '0'
  if (outcome === '=ephemeral') return 'CHOSEN_PORT'
  return outcome.startsWith('=')
    ? outcome.slice(1)
    : `-${/^E\d+$/.test(outcome) ? outcome.slice(1) : outcome}`
}

/** Whether a slot is asked for by a later op. */
const isReadLater = (ops: readonly Op[], index: number, made: Omit<SlotUse, 'isTheirs'>): boolean =>
  ops
    .slice(index + 1)
    .flatMap(readBy)
    .some(({ table, slot }) => table === made.table && slot === made.slot)

/** What a run of ops is in C: layers that follow each other, or one op. */
type StepSource = { readonly index: number; readonly run: LayerRun | undefined }

function segmentsOf(one: Predicted, abi: number): readonly StepSource[] {
  const segments: StepSource[] = []
  for (let index = 0; index < one.program.ops.length; ) {
    const run = layersAt(one, index, abi)
    segments.push({ index, run })
    index = run?.end ?? index + 1
  }
  return segments
}

const layersStep = (layers: readonly PlainLayer[]): CStep => ({
  ...{ kind: 'layers', makes: undefined, enforces: false, mayLack: false, expected: undefined },
  call: 'enforce_layers(_metadata, {0}, ARRAY_SIZE({0}))',
  values: [{ name: 'layers', type: 'struct layer', is: layersValue(layers) }],
})

const enforced = (allowed: readonly Allowed[] | undefined, op: Op): boolean =>
  op.kind === 'restrict_self' && allowed?.[0] === 'OK'

/**
 * A program as its steps in C, in a sandbox or without one: then nothing is enforced, and the other steps give what is allowed by `control`.
 * Plain layers that follow each other are one step.
 */
export function stepsOf(one: Predicted, abi: number, control?: Predicted['allowed']): readonly CStep[] {
  const { ops } = one.program
  const names = slotNames(ops)
  return segmentsOf(one, abi).flatMap(({ index, run }) => {
    if (run !== undefined) return [layersStep(control === undefined ? run.layers : [])]
    const op = ops[index]
    if (op === undefined) return []
    const expected = expectedOf((control ?? one.allowed)[index])
    return [
      {
        ...{ kind: op.kind, enforces: enforced(one.allowed[index], op), mayLack: mayLack(op) },
        ...callOf(op, names, abi),
        ...{ makes: makesOf(ops, index, names, expected), expected },
      },
    ]
  })
}

function makesOf(ops: readonly Op[], index: number, names: SlotNames, expected: Expected): Makes | undefined {
  const op = ops[index]
  const made = op === undefined ? undefined : filledBy(op)
  if (op === undefined || made === undefined) return undefined
  const { table, slot } = made
  const isKept = isReadLater(ops, index, made) || mayLack(op)
  const isRefilled = ops.slice(0, index).some(other => {
    const before = filledBy(other)
    return before?.table === table && before.slot === slot
  })
  // What fails leaves what was there before, so that programs of which it does not are told apart.
  return isRefilled && expected !== '0'
    ? { variable: undefined, fails: true }
    : { variable: isKept ? names(table, slot) : undefined }
}
