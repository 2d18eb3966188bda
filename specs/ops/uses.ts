import type { Op } from '../program.js'
import type { Feature } from '../target.js'
import { descriptions } from './all.js'
import type { Table } from './fields/slots.js'
import type { AnyField, Description, Need } from './op.js'
import { isRing, type Route } from './routes.js'
import type { Address, NoAttr, Port, RuleAttr, RulesetAttr, Slot } from './values.js'

/** The description of the kind that an op is of. */
export const descriptionOf = (op: Op): Description => descriptions[op.kind]

/** A slot of one of the two tables; of another actor's, if it is not looked up by way of one's own. */
export type SlotUse = { readonly table: Table; readonly slot: Slot; readonly isTheirs: boolean }

/** Reads something off the fields of an op. */
const inFields = <T>(op: Op, read: (field: AnyField, value: unknown) => T | undefined): readonly T[] =>
  Object.entries(descriptionOf(op).fields).flatMap(([name, field]) => {
    const value: unknown = Reflect.get(op, name)
    const found = value === undefined ? undefined : read(field, value)
    return found === undefined ? [] : [found]
  })

/** The slot that an op fills. */
export const filledBy = (op: Op): SlotUse | undefined =>
  inFields(op, (field, value) =>
    field.field === 'made' ? { table: field.table, slot: value as Slot, isTheirs: false } : undefined,
  )[0]

const socketSlot = (port: Port): readonly SlotUse[] =>
  typeof port === 'string' && port.startsWith('of:')
    ? [{ table: 'sock', slot: Number(port.slice(3)), isTheirs: false }]
    : []

/** The slots that an op reads. */
export const readBy = (op: Op): readonly SlotUse[] => [
  ...inFields(op, (field, value): SlotUse | undefined => {
    if (typeof value !== 'number') return undefined
    if (field.field === 'slot') return { table: 'sock', slot: value, isTheirs: field.of !== undefined }
    return field.field === 'ruleset' ? { table: 'ruleset', slot: value, isTheirs: false } : undefined
  }),
  ...[portIn(op) ?? 0].flatMap(socketSlot),
]

/** The port that an op names, in its address or in its rule. */
export const portIn = (op: Op): Port | undefined =>
  inFields(op, ({ field }, value) => {
    if (field !== 'address' && field !== 'rule') return undefined
    const found = value as Address | RuleAttr | NoAttr
    return found !== null && typeof found === 'object' && 'port' in found ? found.port : undefined
  })[0]

/** The op with another port where it names one. */
export const withPort = (op: Op, change: (port: Port) => Port): Op => {
  const changed = Object.entries(descriptionOf(op).fields).flatMap(([name, { field }]) => {
    const value: unknown = Reflect.get(op, name)
    const names = (field === 'address' || field === 'rule') && typeof value === 'object' && value !== null
    return names && 'port' in value ? [[name, { ...value, port: change(value.port as Port) }]] : []
  })
  return changed.length === 0 ? op : ({ ...op, ...Object.fromEntries(changed) } as Op)
}

/** The attribute of a ruleset that an op passes, if it is one. */
export const attrIn = (op: Op): RulesetAttr | undefined =>
  inFields(op, ({ field }, value) =>
    field === 'attr' && typeof value === 'object' ? ((value as RulesetAttr | null) ?? undefined) : undefined,
  )[0]

/** What an op names by its fields: a path of the program's own directory, or a descriptor of something else. */
function needOf({ field }: AnyField, value: unknown): 'directory' | 'foreign' | undefined {
  if (field === 'ruleset') return value === 'foreign' ? 'foreign' : undefined
  if ((field !== 'address' && field !== 'rule') || typeof value !== 'object' || value === null)
    return undefined
  const found = value as Address | RuleAttr
  if ('name' in found) return found.name.startsWith('/') ? 'directory' : undefined
  return 'parent' in found && found.parent === 'directory' ? 'directory' : undefined
}

/** Whether one of some ops needs something of the harness. */
export const need = (ops: readonly Op[], what: Need | 'directory' | 'foreign'): boolean =>
  ops.some(
    op =>
      (descriptionOf(op).needs?.(op) ?? []).includes(what as Need) ||
      inFields(op, needOf).includes(what as 'foreign'),
  )

/** What a kernel may lack that a route needs. */
const lackedBy = (route: Route, op: Op): readonly Feature[] => {
  if (route === 'compat' || route === 'socketcall') return ['compat']
  if (!isRing(route)) return []
  const { ring } = descriptionOf(op)
  return [
    'io_uring',
    ...(ring === undefined ? [] : [ring]),
    ...(route.endsWith('sqpoll') ? (['sqpoll'] as const) : []),
  ]
}

/** What a kernel may lack that an op needs. */
export const featuresOf = (op: Op): readonly Feature[] => {
  const route = 'route' in op ? op.route : undefined
  return [...(descriptionOf(op).lacks?.(op) ?? []), ...(route === undefined ? [] : lackedBy(route, op))]
}
