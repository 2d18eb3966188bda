import { asOp, type Op } from '../program.js'
import type { Feature } from '../target.js'
import { descriptions, ops } from './all.js'
import type { SlotTable } from './fields/slots.js'
import type { AnyField, Description, FieldKind, Need } from './op.js'
import { isRing, isWide, type Route } from './routes.js'
import { type Actor, noDescriptor, type Port, type RulesetAttr, type Slot } from './values.js'

/** The description of the kind that an op is of. */
export const descriptionOf = (op: Op): Description => descriptions[op.kind]

/** A slot of one of the two tables; of another actor's, if it is not looked up by way of one's own. */
export type SlotUse = { readonly table: SlotTable; readonly slot: Slot; readonly isTheirs: boolean }

/** The fields of each kind of op by name, of these kinds of fields or of all: looked up once, since a fuzzer asks of every op. */
function fieldsBy(...kinds: readonly FieldKind[]): (op: Op) => readonly (readonly [string, AnyField])[] {
  const known = new Map(
    ops.map(({ kind, fields }) => {
      const all: readonly (readonly [string, AnyField])[] = Object.entries(fields)
      return [kind, kinds.length === 0 ? all : all.filter(([, { field }]) => kinds.includes(field))]
    }),
  )
  return op => known.get(op.kind) ?? []
}

/** Every field of a kind of op but those that all have. */
export const ownFields = fieldsBy()
const madeFields = fieldsBy('made')
const slotFields = fieldsBy('slot', 'ruleset')
const actorFields = fieldsBy('actor')
const portFields = fieldsBy('address', 'rule')
const attrFields = fieldsBy('attr')
const needFields = fieldsBy('address', 'rule', 'ruleset')
const wordFields = fieldsBy('word')

/** Reads something off some fields of an op. */
function inFields<T>(
  op: Op,
  fields: readonly (readonly [string, AnyField])[],
  read: (field: AnyField, value: unknown) => T | undefined,
): readonly T[] {
  const all: T[] = []
  for (const [name, field] of fields) {
    const value: unknown = Reflect.get(op, name)
    const found = value === undefined ? undefined : read(field, value)
    if (found !== undefined) all.push(found)
  }
  return all
}

/** The slot that an op fills. */
export const filledBy = (op: Op): SlotUse | undefined =>
  inFields(op, madeFields(op), (field, value) =>
    field.field === 'made' && typeof value === 'number'
      ? { table: field.table, slot: value, isTheirs: false }
      : undefined,
  )[0]

/** The actors that an op is about, beside who does it. */
export const actorsIn = (op: Op): readonly Actor[] =>
  inFields(op, actorFields(op), (_, value) => (typeof value === 'number' ? value : undefined))

const socketSlot = (port: Port): readonly SlotUse[] =>
  typeof port === 'string' && port.startsWith('of:')
    ? [{ table: 'sock', slot: Number(port.slice(3)), isTheirs: false }]
    : []

/** The slots that an op reads. */
export const readBy = (op: Op): readonly SlotUse[] => [
  ...inFields(op, slotFields(op), (field, value): SlotUse | undefined => {
    if (typeof value !== 'number') return undefined
    if (field.field === 'slot') return { table: field.table, slot: value, isTheirs: field.of !== undefined }
    return field.field === 'ruleset' && value !== noDescriptor
      ? { table: 'ruleset', slot: value, isTheirs: false }
      : undefined
  }),
  ...[portIn(op) ?? 0].flatMap(socketSlot),
]

/** The port that an op names, in its address or in its rule. */
export const portIn = (op: Op): Port | undefined =>
  inFields(op, portFields(op), (_, value) => (hasPort(value) ? value.port : undefined))[0]

const hasPort = (value: unknown): value is { readonly port: Port } =>
  typeof value === 'object' && value !== null && 'port' in value

/** The op with another port where it names one. */
export const withPort = (op: Op, change: (port: Port) => Port): Op => {
  const changed = portFields(op).flatMap(([name]) => {
    const value: unknown = Reflect.get(op, name)
    return hasPort(value) ? [[name, { ...value, port: change(value.port) }]] : []
  })
  return changed.length === 0 ? op : asOp({ ...op, ...Object.fromEntries(changed) })
}

/** The attribute of a ruleset that an op passes, if it is one. */
export const attrIn = (op: Op): RulesetAttr | undefined =>
  inFields(op, attrFields(op), (_, value) => (isAttr(value) ? value : undefined))[0]

const isAttr = (value: unknown): value is RulesetAttr => typeof value === 'object' && value !== null

const isPath = (value: unknown): boolean => String(value).startsWith('/')

/** What an op names by its fields: a path of the program's own directory, or a descriptor of something else. */
function needOf({ field }: AnyField, value: unknown): 'directory' | 'foreign' | undefined {
  if (field === 'ruleset') return value === 'foreign' ? 'foreign' : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if ('name' in value) return isPath(value.name) ? 'directory' : undefined
  if (!('parent' in value)) return undefined
  return value.parent === 'directory' || isPath(value.parent) ? 'directory' : undefined
}

/** What an op needs of the harness. */
export const needsOf = (op: Op): readonly (Need | 'directory')[] => [
  ...(descriptionOf(op).needs?.(op) ?? []),
  ...inFields(op, needFields(op), needOf),
]

/** Whether one of some ops needs something of the harness. */
export const need = (ops: readonly Op[], what: Need | 'directory'): boolean =>
  ops.some(op => needsOf(op).includes(what))

/** Whether an op can take a route at all. */
export const canTake = (op: Op, route: Route): boolean => {
  const { routes, takes } = descriptionOf(op)
  return routes.includes(route) && takes?.(op, route) !== false
}

/** The routes of which an op needs what was made before: its own, and what it is about. */
export const routesOf = (op: Op): readonly Route[] => {
  const route = 'route' in op ? op.route : undefined
  return [...(route === undefined ? [] : [route]), ...(descriptionOf(op).meets?.(op) ?? [])]
}

/** What a kernel may lack that a route needs. */
const lackedBy = (route: Route, op: Op): readonly Feature[] => {
  if (route === 'compat' || route === 'socketcall') return [route]
  if (isWide(route)) return ['wide_registers']
  if (!isRing(route)) return []
  const { ring } = descriptionOf(op)
  return [
    'io_uring',
    ...(ring === undefined ? [] : [ring]),
    ...(route.endsWith('sqpoll') ? (['sqpoll'] as const) : []),
    ...(route === 'io_uring_zc' ? (['io_uring_zc'] as const) : []),
  ]
}

/** What a kernel may lack that an op needs. */
export const featuresOf = (op: Op): readonly Feature[] => {
  const route = 'route' in op ? op.route : undefined
  return [...(descriptionOf(op).lacks?.(op) ?? []), ...(route === undefined ? [] : lackedBy(route, op))]
}

/** Which ABI brought each of the things that an op is about, where that is said. */
export const sinceOf = (op: Op): readonly { readonly abi: number }[] =>
  inFields(op, wordFields(op), (field, value) =>
    field.field === 'word' && typeof value === 'string' ? field.since?.(value) : undefined,
  )
