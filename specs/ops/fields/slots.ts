import fc from 'fast-check'
import { type Field, mostly } from '../field.js'
import { type Actor, noDescriptor, type RulesetRef, type Slot } from '../values.js'

/** The two tables of descriptors that a process has. */
export type SlotTable = 'sock' | 'ruleset'

/** The slot that a new descriptor is put into. */
export type MadeField = Field<'made', Slot> & { readonly table: SlotTable }

/** A descriptor in a slot, of the process that acts or of the actor in the field named so. */
export type SlotField = Field<'slot', Slot> & { readonly table: SlotTable; readonly of?: string }

/** A ruleset, or what stands in its place. */
export type RulesetField = Field<'ruleset', RulesetRef>

/** A process; a new one is made by the op. */
export type ActorField = Field<'actor', Actor> & { readonly isNew: boolean }

/** One lower. */
const lower = (value: number, least: number): readonly number[] => (value > least ? [value - 1] : [])

const number = { shrink: (value: number) => lower(value, 0), call: String, says: String }

/** The highest slot that is drawn of each table. */
const last: Readonly<Record<SlotTable, number>> = { sock: 3, ruleset: 1 }

/** The slot that a new descriptor is put into. */
export const made = (table: SlotTable = 'sock'): MadeField => ({
  field: 'made',
  table,
  draw: () => fc.nat({ max: last[table] }),
  ...number,
})

/** A descriptor that was put into a slot. */
export const slot = (table: SlotTable = 'sock'): SlotField => ({
  field: 'slot',
  table,
  draw: () => fc.nat({ max: last[table] }),
  ...number,
})

/** A descriptor of another actor, which a further field names. */
export const slotOf = (of: string, table?: SlotTable): SlotField => ({ ...slot(table), of })

/** Another process, or oneself. */
export const actor = (): ActorField => ({
  field: 'actor',
  isNew: false,
  draw: () => fc.nat({ max: 1 }),
  ...number,
})

/** A process that is made. */
export const newActor = (): ActorField => ({
  ...actor(),
  isNew: true,
  draw: () => fc.integer({ min: 1, max: 2 }),
  shrink: value => lower(value, 1),
})

const named = (other: string, number: string) => (ref: RulesetRef) => {
  if (ref === 'none' || ref === noDescriptor) return `${number} ${ref === 'none' ? -1 : ref}`
  return ref === 'foreign' ? other : `ruleset ${ref}`
}

/** A ruleset. */
export const ruleset = (): RulesetField => ({
  field: 'ruleset',
  draw: () =>
    mostly<RulesetRef>(fc.nat({ max: 1 }), fc.constantFrom<RulesetRef[]>('none', noDescriptor, 'foreign')),
  shrink: ref => {
    if (ref === 'foreign' || ref === noDescriptor) return ['none']
    return ref === 'none' ? [] : lower(ref, 0)
  },
  call: named('an fd of something else', 'fd'),
  says: named('a descriptor of something else', 'descriptor'),
})
