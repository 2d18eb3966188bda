import { type Addition, additions, additionsIn } from '../../specs/additions.js'
import { chosen } from '../../specs/designs/choices.js'
import { type DecisionName, decisions } from '../../specs/designs/decisions.js'
import { predict } from '../../specs/model/predict.js'
import { namesOf } from '../../specs/names-of.js'
import { upTo } from '../../specs/ops/at-once.js'
import type { Op, Program } from '../../specs/program.js'
import { socketKey } from '../../specs/socket-key.js'
import { type Behaviour, type Feature, features, type Target } from '../../specs/target.js'
import { families, protocols, socketTypes } from '../../specs/uapi/socket.js'
import type { Pair } from './pair.js'

/** Why two kernels differ: something that one of them has, something that it reports, or nothing that the model knows. */
export type Cause =
  | { readonly kind: 'reported'; readonly what: 'abi' | 'errata' }
  | { readonly kind: 'addition'; readonly abi: number; readonly names: readonly string[] }
  | { readonly kind: 'erratum'; readonly number: number }
  | { readonly kind: 'behaviour'; readonly name: Behaviour }
  | { readonly kind: 'byte_order' }
  | { readonly kind: 'page_size' }
  | { readonly kind: 'choice'; readonly decision: DecisionName }
  | { readonly kind: 'sockets'; readonly what: string }
  | { readonly kind: 'lacks'; readonly what: Feature }
  | { readonly kind: 'unknown'; readonly words: string }

/** One difference of two targets: `like` makes any target be in this alone as the other is. */
type Toggle = { readonly cause: Cause; readonly like: (target: Target, other: Target) => Target }

const bitsOf = (mask: number | null): readonly number[] =>
  Array.from({ length: 31 }, (_, bit) => bit).filter(bit => (((mask ?? 0) >> bit) & 1) === 1)

const errataToggles = ([a, b]: Pair<Target>): readonly Toggle[] =>
  bitsOf((a.errata ?? 0) ^ (b.errata ?? 0)).map(bit => ({
    cause: { kind: 'erratum', number: bit + 1 },
    like: (target, { errata }) => ({
      ...target,
      errata: ((target.errata ?? 0) & ~(1 << bit)) | ((errata ?? 0) & (1 << bit)),
    }),
  }))

const behaviourToggles = ([a, b]: Pair<Target>): readonly Toggle[] =>
  [...new Set([...a.behaviours, ...b.behaviours])]
    .filter(name => a.behaviours.includes(name) !== b.behaviours.includes(name))
    .map(name => ({
      cause: { kind: 'behaviour', name },
      like: (target, other) => ({
        ...target,
        behaviours: [
          ...target.behaviours.filter(one => one !== name),
          ...other.behaviours.filter(one => one === name),
        ],
      }),
    }))

/** What a machine may have otherwise than is usual, which is not said. */
const machineFacts = { byteOrder: 'byte_order', pageSize: 'page_size' } as const

const machineToggles = ([a, b]: Pair<Target>): readonly Toggle[] =>
  namesOf(machineFacts)
    .filter(fact => a[fact] !== b[fact])
    .map(fact => ({
      cause: { kind: machineFacts[fact] },
      like: ({ [fact]: _, ...target }, { [fact]: value }) =>
        value === undefined ? target : { ...target, [fact]: value },
    }))

/** An ABI has what those before it have; which of its names matter is found when the op is known. */
const abiToggles = ([a, b]: Pair<Target>): readonly Toggle[] => {
  const low = Math.min(a.abi, b.abi)
  return Array.from({ length: Math.abs(a.abi - b.abi) }, (_, index) => ({
    cause: { kind: 'addition', abi: low + index + 1, names: [] },
    like: (target, { abi }) => ({ ...target, abi: abi > low ? low + index + 1 : low + index }),
  }))
}

/** What was chosen differently of a design that both have. */
const choiceToggles = ([a, b]: Pair<Target>): readonly Toggle[] =>
  namesOf(decisions)
    .filter(name => chosen(a, name) !== chosen(b, name))
    .filter(name => [a, b].every(({ designs }) => designs.some(one => one === decisions[name].design)))
    .map(decision => ({
      cause: { kind: 'choice', decision },
      like: (target, other) => ({
        ...target,
        choices: { ...target.choices, [decision]: chosen(other, decision) },
      }),
    }))

/** Everything in which two targets differ, one by one. */
const toggles = (targets: Pair<Target>): readonly Toggle[] => [
  ...abiToggles(targets),
  ...machineToggles(targets),
  ...errataToggles(targets),
  ...behaviourToggles(targets),
]

/** What the ABI of one of them has and that of the other has not. */
const additionDifferences = ([a, b]: Pair<Target>): readonly Cause[] =>
  additions
    .filter(({ abi }) => abi > Math.min(a.abi, b.abi) && abi <= Math.max(a.abi, b.abi))
    .map(({ name, abi }) => ({ kind: 'addition', abi, names: [name] }))

/** Everything that two targets say of themselves differently. */
export const reportedDifferences = (targets: Pair<Target>): readonly Cause[] => [
  ...additionDifferences(targets),
  ...[
    ...machineToggles(targets),
    ...errataToggles(targets),
    ...behaviourToggles(targets),
    ...choiceToggles(targets),
  ].map(({ cause }) => cause),
  ...socketDifferences(targets),
  ...features
    .filter(what => (targets[0].lacks[what] === undefined) !== (targets[1].lacks[what] === undefined))
    .map((what): Cause => ({ kind: 'lacks', what })),
]

const nameOf = (table: Readonly<Record<string, number>>, value: number): string =>
  Object.keys(table).find(name => table[name] === value) ?? `${value}`

/** Kinds of sockets by what they are called without prefix, `SCTP`: by protocol, or else by family; on IP by type. */
const kindOf = (key: string): string => {
  const [domain = 0, type = 0, protocol = 0] = key.split(':').map(Number)
  const isInet = domain === families.AF_INET || domain === families.AF_INET6
  const byDefault = isInet ? nameOf(socketTypes, type) : nameOf(families, domain)
  return (protocol === 0 ? byDefault : nameOf(protocols, protocol)).replace(/^[A-Z]+_/, '')
}

const socketDifferences = ([a, b]: Pair<Target>): readonly Cause[] => {
  const keys = new Set([...Object.keys(a.sockets), ...Object.keys(b.sockets)])
  const differing = [...keys].filter(key => !same(a.sockets[key], b.sockets[key]))
  return [...new Set(differing.map(kindOf))].map(what => ({ kind: 'sockets', what }))
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Whether a toggle makes the first target answer as the second does, or the second as the first. */
const decides = ([a, b]: Pair<Target>, { like }: Toggle, { ops }: Program, step: number): boolean => {
  const program = { ops: upTo(ops, step) }
  const answer = (target: Target) => predict(target, program)?.allowed[step]
  const makes = (one: Target, other: Target): boolean =>
    same(answer(like(one, other)), answer(other)) && !same(answer(like(one, one)), answer(other))
  return makes(a, b) || makes(b, a)
}

const socketWords = (op: Op): string =>
  op.kind === 'socket' || op.kind === 'socketpair' ? kindOf(socketKey(op)) : ''

const named = (additions: readonly Addition[], abi: number): readonly string[] => [
  ...new Set(additions.filter(one => one.abi === abi).map(({ name }) => name)),
]

/** What an op, or else one before it, uses of an ABI. */
const namesIn = ({ ops }: Program, step: number, abi: number): readonly string[] => {
  const here = named(ops.slice(step, step + 1).flatMap(additionsIn), abi)
  return here.length > 0 ? here : named(ops.slice(0, step).flatMap(additionsIn), abi)
}

const reported = (op: Op): Cause | undefined =>
  op.kind === 'query' ? { kind: 'reported', what: op.what } : undefined

const created = (op: Op): Cause | undefined => {
  const what = socketWords(op)
  return what === '' ? undefined : { kind: 'sockets', what }
}

/** What was chosen differently and decides an op of a program, if something does alone. */
export const choiceOf = (targets: Pair<Target>, program: Program, step: number): Cause | undefined =>
  choiceToggles(targets).find(toggle => decides(targets, toggle, program, step))?.cause

/** The one thing in which the targets differ that decides an op of a program; undefined if none does alone. */
export function causeOf(targets: Pair<Target>, program: Program, step: number): Cause | undefined {
  const op = program.ops[step]
  if (op === undefined) return undefined
  const plain = choiceOf(targets, program, step) ?? reported(op) ?? created(op)
  if (plain !== undefined) return plain
  const found = toggles(targets).find(toggle => decides(targets, toggle, program, step))?.cause
  return found?.kind === 'addition' ? { ...found, names: namesIn(program, step, found.abi) } : found
}

/** Whether the second cause is the first, or a part of it. */
export function isPartOf(one: Cause, other: Cause | undefined): boolean {
  if (one.kind !== 'addition' || other?.kind !== 'addition') return same(one, other)
  return (
    one.abi === other.abi &&
    other.names.length > 0 === one.names.length > 0 &&
    other.names.every(name => one.names.includes(name))
  )
}
