import type { Arbitrary } from 'fast-check'
import type { Feature } from '../target.js'
import { optional, type ValueOf } from './field.js'
import type { AddressField } from './fields/address.js'
import type { AttrField, SizeField } from './fields/attrs.js'
import { type ConstantField, type SetField, type SignField, type WordField, word } from './fields/names.js'
import { type FlagsField, type NumberField, number } from './fields/numbers.js'
import type { RuleField } from './fields/rule.js'
import { type ActorField, actor, type MadeField, type RulesetField, type SlotField } from './fields/slots.js'
import { callRoutes, type Route, routeWords } from './routes.js'
import type { Actor, RulesetAttr } from './values.js'

/** Every kind of field that there is. */
export type AnyField = (
  | MadeField
  | SlotField
  | RulesetField
  | ActorField
  | FlagsField
  | NumberField
  | AddressField
  | RuleField
  | AttrField
  | SizeField
  | ConstantField
  | WordField
  | SetField
  | SignField
) & { readonly optional?: true }

export type FieldKind = AnyField['field']

/** The fields of one kind. */
type FieldOf<K extends FieldKind> = Extract<AnyField, { readonly field: K }>

/** The kinds of fields that a call can do without: C then passes nothing there. */
type Spared = 'flags' | 'number' | 'address' | 'constant' | 'set' | 'sign'

type Given<K extends FieldKind> = ValueOf<FieldOf<K>> | (K extends Spared ? undefined : never)

/** What is made of a field of each kind, and of its value. */
export type Treatments<Where, Result> = {
  readonly [K in FieldKind]: (field: FieldOf<K>, value: Given<K>, where: Where) => Result
}

/** Treats a field by its kind. The value has to be one of that field, or undefined where it is absent. */
export const treating =
  <Where, Result>(treatments: Treatments<Where, Result>) =>
  (field: AnyField, value: unknown, where: Where): Result =>
    // The treatment of a kind takes the fields of that kind, which TypeScript does not tell of a union.
    treatments[field.field](field as never, value as never, where)

type Fields = Readonly<Record<string, AnyField>>

type OptionalIn<F> = { [N in keyof F]: F[N] extends { readonly optional: true } ? N : never }[keyof F]

/** The fields of an op as values. */
export type ValuesOf<F> = {
  readonly [N in Exclude<keyof F, OptionalIn<F>>]: ValueOf<F[N]>
} & { readonly [N in OptionalIn<F>]?: ValueOf<F[N]> }

/** What the harness prepares, or has to know of, before a program. */
export type Need =
  | 'turns'
  | 'audit'
  | 'events'
  | 'mailbox'
  | 'forgets_connections'
  | 'ping'
  | 'signals'
  | 'foreign'

/** How an answer is read, if not as success or an errno. */
export type Reading = 'port' | 'value' | 'records'

/** Text in which `{name}` stands for the field of that name, and `{...name}` for what its value is made of. */
type Template = string

/** How many bytes there are of an attribute where it is passed. */
type Room = (attr: RulesetAttr) => number

/** All that is known of a kind of op; what follows from its fields alone is not said again. */
export type Description<K extends string = string, F extends Fields = Fields, R extends Route = Route> = {
  readonly kind: K
  readonly fields: F
  /** The routes that it may take. */
  readonly routes: readonly R[]
  /** Whether it can do by one of them what it is told to; by each, if nothing is said. */
  takes?(op: ValuesOf<F>, route: Route): boolean
  /** What it needs of a route that it does not take. */
  meets?(op: ValuesOf<F>): readonly Route[]
  /** As a call on one line. */
  call(op: ValuesOf<F>): Template
  /** As a sentence in the third person, without its subject. */
  says(op: ValuesOf<F>): Template
  /** Its call in C; of several the one that `form` names. */
  readonly c: Readonly<Record<string, Template>>
  form(op: ValuesOf<F>, room: Room): string
  /** A call that reads better and does the same, where a suite has one. */
  short?(op: ValuesOf<F>): Template | undefined
  readonly reading?: Reading
  needs?(op: ValuesOf<F>): readonly Need[]
  /** What a kernel may lack that it needs, and what a ring needs for it. */
  lacks?(op: ValuesOf<F>): readonly Feature[]
  readonly ring?: Feature
  /** The calls of `enum call_kind` that it makes, in small letters; one that may take a route is of its own kind, if nothing is said. */
  calls?(op: ValuesOf<F>, route: Route | undefined): readonly string[]
  /** Drawn only where a law asks for it. */
  readonly onDemand?: true
  /** What it takes as a multiple of a plain call such as bind(2). */
  cost?(op: ValuesOf<F>): number
  /** Values that do not go together: at which field, and what was expected there. */
  readonly refused?: { readonly at: string; readonly error: string; when(op: ValuesOf<F>): boolean }
  /** Makes drawn values go together. */
  settle?(any: Arbitrary<ValuesOf<F>>): Arbitrary<ValuesOf<F>>
}

type SentenceOf<F> = Template | ((op: ValuesOf<F>) => Template)

/** A description as it is written: what is the same for every op stands without a function. */
type Written<F extends Fields> = Omit<
  Description<string, F>,
  'kind' | 'routes' | 'call' | 'says' | 'c' | 'form' | 'needs' | 'lacks' | 'cost'
> & {
  readonly call: SentenceOf<F>
  readonly says: SentenceOf<F>
  readonly c: Template | Readonly<Record<string, Template>>
  readonly form?: (op: ValuesOf<F>, room: Room) => string
  readonly needs?: readonly Need[] | ((op: ValuesOf<F>) => readonly Need[])
  readonly lacks?: readonly Feature[] | ((op: ValuesOf<F>) => readonly Feature[])
  readonly cost?: number | ((op: ValuesOf<F>) => number)
}

const asFunction = <A, T extends string | number | readonly unknown[]>(
  given: T | ((op: A) => T),
): ((op: A) => T) => (typeof given === 'function' ? given : () => given)

/** Describes a call that may take one of these routes. */
export const opBy =
  <R extends Route>(taken: readonly R[]) =>
  <K extends string, F extends Fields>(kind: K, written: Written<F>): Description<K, F, R> => {
    const { call, says, c, form, needs, lacks, cost, ...rest } = written
    return {
      ...rest,
      kind,
      routes: taken,
      call: asFunction(call),
      says: asFunction(says),
      c: typeof c === 'string' ? { [kind]: c } : c,
      form: form ?? (() => kind),
      ...(needs === undefined ? {} : { needs: asFunction(needs) }),
      ...(lacks === undefined ? {} : { lacks: asFunction(lacks) }),
      ...(cost === undefined ? {} : { cost: asFunction(cost) }),
    }
  }

/** Describes an op. */
export const op = opBy([])

/** Describes a call on a socket, which may take a route. */
export const routedOp = opBy(callRoutes)

type Flat<T> = { [N in keyof T]: T[N] }

type Common<R> = { readonly actor?: Actor } & ([R] extends [never]
  ? unknown
  : { readonly route?: R; readonly at_once?: number })

/** An op as a program has it. */
export type OpFrom<D> =
  D extends Description<infer K, infer F, infer R>
    ? Flat<{ readonly kind: K } & Common<R> & ValuesOf<F>>
    : never

/** Who acts: a field of every op. */
const actorField = optional(actor())

/** The route: a field of every call that may take one. */
const routeField = (taken: readonly Route[]) =>
  optional(word(taken, { says: route => `, ${routeWords[route]}`, call: route => ` by ${route}` }))

/** More units than this come after what the other call takes: MAX_DELAY of templates/executor/wire.c. */
const mostDelay = 4_095

/** That it begins together with the op before it, and so many units of delay after that: a field of every call that may take a route. */
const atOnceField = optional(
  number('a count of units of delay', {
    ...{ min: 0, max: mostDelay, usual: [0, 16, 64, 256] },
    call: units => `, at once${units === 0 ? '' : ` and ${units} later`}`,
    says: units => `, at the same time${units === 0 ? '' : ` but for ${units} units of delay`}`,
  }),
)

/** The fields that an op has beside its own, and that any op may be drawn with. */
export const commonFields = (description: Description): Fields => ({
  actor: actorField,
  ...(description.routes.length === 0 ? {} : { route: routeField(description.routes) }),
})

/** Every field that an op has beside its own. */
export const sharedFields = (description: Description): Fields => ({
  ...commonFields(description),
  ...(description.routes.length === 0 ? {} : { at_once: atOnceField }),
})

/** Every field of an op. */
export const fieldsOf = (description: Description): Fields => ({
  ...sharedFields(description),
  ...description.fields,
})

/** Text with its fields put in. */
export const fill = (template: Template, textOf: (name: string, isSpread: boolean) => string): string =>
  template.replace(/\{(\.\.\.)?(\w+)\}/g, (_, spread: string | undefined, name: string) =>
    textOf(name, spread !== undefined),
  )
