import { descriptions, ops } from '../../../../specs/ops/all.js'
import { type Description, fill, type Reading } from '../../../../specs/ops/op.js'
import type { Op } from '../../../../specs/program.js'
import { attrBytes, decodeField, widthOf } from './fields.js'

/** A call that the executor can do: the C of its op with numbers of the wire in place of what a test says in words. */
type WireCall = {
  /** The op with whatever decides about its C: `query abi`. */
  readonly name: string
  readonly text: string
  /** How its answer is read, if not as success or an errno. */
  readonly reading: '' | 'AS_PORT' | 'AS_VALUE'
  /** Where its descriptor is kept. */
  readonly table: '' | 'sock' | 'ruleset'
}

const readings = { port: 'AS_PORT', value: 'AS_VALUE', records: '' } as const

const readingOf = (reading: Reading | undefined): WireCall['reading'] =>
  reading === undefined ? '' : readings[reading]

const tableOf = ({ fields }: Description): WireCall['table'] =>
  Object.values(fields).find(field => field.field === 'made')?.table ?? ''

/** The names of the fields that a template has. */
const namesIn = (template: string): readonly string[] =>
  [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

/** Where each field of an op begins among its numbers. */
function placesOf({ fields }: Description): ReadonlyMap<string, number> {
  let next = 0
  return new Map(
    Object.entries(fields).map(([name, field]) => {
      const first = next
      next += widthOf(field)
      return [name, first]
    }),
  )
}

/** The C of an op with each of these words put in. */
function textOf(description: Description, template: string, words: Readonly<Record<string, string>>): string {
  const offsets = placesOf(description)
  const argument = (name: string): string => {
    const field = description.fields[name]
    const first = offsets.get(name)
    if (field === undefined || first === undefined)
      throw new Error(`${description.kind} has no field ${name}`)
    const chosen = words[name]
    return field.field === 'word' && chosen !== undefined
      ? field.c(chosen)
      : decodeField(field, { first, textOf: argument })
  }
  return fill(template, argument)
}

/** Every choice of a word for each field of a template that is one. */
const choices = ({ fields }: Description, template: string): readonly Readonly<Record<string, string>>[] =>
  namesIn(template).reduce<readonly Readonly<Record<string, string>>[]>(
    (all, name) => {
      const field = fields[name]
      return field?.field === 'word'
        ? all.flatMap(chosen => field.words.map(word => ({ ...chosen, [name]: word })))
        : all
    },
    [{}],
  )

const nameFor = ({ kind, c }: Description, form: string, words: readonly string[]): string =>
  [kind, ...(Object.keys(c).length > 1 ? [form] : []), ...words].join(' ')

const callsOf = (description: Description): readonly WireCall[] =>
  Object.entries(description.c).flatMap(([form, template]) =>
    choices(description, template).map(words => ({
      name: nameFor(description, form, Object.values(words)),
      text: textOf(description, template, words),
      reading: readingOf(description.reading),
      table: tableOf(description),
    })),
  )

const all: readonly Description[] = ops

/** Every call; its place is its number on the wire. What is logged is no number, so what reads it is none of them. */
export const wireCalls: readonly WireCall[] = all
  .filter(({ reading }) => reading !== 'records')
  .flatMap(callsOf)

/** The calls that read what is logged; their numbers follow those of the others. */
export const logCalls = all
  .filter(({ reading }) => reading === 'records')
  .map((description, index) => ({
    name: description.kind,
    ...{ number: wireCalls.length + index, text: callsOf(description)[0]?.text ?? '' },
  }))

const numbers = new Map([
  ...wireCalls.map(({ name }, index) => [name, index] as const),
  ...logCalls.map(({ name, number }) => [name, number] as const),
])

/** The words of each form of each kind of op, by which a call is chosen. */
const wordsOf: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = new Map(
  all.map(({ kind, c, fields }) => [
    kind,
    new Map(
      Object.entries(c).map(([form, template]) => [
        form,
        namesIn(template).filter(name => fields[name]?.field === 'word'),
      ]),
    ),
  ]),
)

/** The number of the call that an op is. */
export function callNumber(op: Op): number {
  const description: Description | undefined = descriptions[op.kind]
  const name = description === undefined ? op.kind : nameOf(description, op)
  const found = numbers.get(name)
  if (found === undefined) throw new Error(`the executor has no call for ${name}`)
  return found
}

function nameOf(description: Description, op: Op): string {
  const form = description.form(op, () => attrBytes)
  const words = wordsOf.get(op.kind)?.get(form) ?? []
  return nameFor(
    description,
    form,
    words.map((name): string => Reflect.get(op, name)),
  )
}
