import fc, { type Arbitrary } from 'fast-check'
import { namesOf } from '../../names-of.js'
import { has, type Target } from '../../target.js'
import { type Field, listed, mostly, without } from '../field.js'

/** How something is said, where its name does not do. */
type Saying<T> = { readonly call?: (value: T) => string; readonly says?: (value: T) => string }

/** One of the named constants of a table, or any number where that is allowed. */
export type ConstantField<N extends string = string, T extends N | number = N | number> = Field<
  'constant',
  T
> & {
  readonly table: Readonly<Record<N, number>>
  readonly what: string
  readonly orNumber: boolean
  /** Bits that may be added to the number of a name. */
  readonly flags?: Readonly<Record<string, number>>
  /** What C writes before the name, in capitals. */
  readonly prefix: string
  /** What a name is to a kernel, where that depends on what was chosen. */
  readonly numberOn?: (name: string, target: Target) => number
}

/** One of a few words, for each of which the executor has a call of its own. */
export type WordField<W extends string = string> = Field<'word', W> & {
  readonly words: readonly W[]
  c(word: W): string
  /** The ABI that brought what is meant. */
  since?(word: W): { readonly abi: number }
}

/** A set of the named bits of a table. */
export type SetField<N extends string = string> = Field<'set', readonly N[]> & {
  readonly table: Readonly<Record<N, number>>
  readonly what: string
}

/** A flag of C that is set or not. */
export type SignField = Field<'sign', boolean> & { readonly c: string }

/** Those that stand before a value, or all if it is none of them. */
const before = <T>(list: readonly T[], value: T): readonly T[] =>
  list.includes(value) ? list.slice(0, list.indexOf(value)) : list

type Constant<N extends string, T> = Saying<T> & {
  readonly what: string
  readonly prefix?: string
  /** What is drawn mostly. */
  readonly usual?: readonly NoInfer<N>[]
  readonly flags?: Readonly<Record<string, number>>
  readonly numberOn?: (name: string, target: Target) => number
}

/** One of the names of a table. */
export const constant = <const N extends string>(
  table: Readonly<Record<N, number>>,
  { what, prefix = '', usual = namesOf(table), call = String, says = call }: Constant<N, NoInfer<N>>,
): ConstantField<N, N> => ({
  ...{ field: 'constant', table, what, prefix, call, says, orNumber: false },
  draw: () => anyName(usual, namesOf(table)),
  shrink: name => before(usual, name),
})

/** One of the names of a table, or a number. */
export const constantOrNumber = <const N extends string>(
  table: Readonly<Record<N, number>>,
  {
    what,
    prefix = '',
    usual = namesOf(table),
    call = String,
    says = call,
    flags,
    numberOn,
  }: Constant<N, NoInfer<N> | number>,
): ConstantField<N> => ({
  ...{ field: 'constant', table, what, prefix, call, says, orNumber: true },
  ...(flags === undefined ? {} : { flags }),
  ...(numberOn === undefined ? {} : { numberOn }),
  draw: () => mostly<N | number>(anyName(usual, namesOf(table)), fc.integer({ min: -1, max: 300 }), 16),
  shrink: value => (typeof value === 'number' ? usual : before(usual, value)),
})

const anyName = <N extends string>(usual: readonly N[], all: readonly N[]): Arbitrary<N> =>
  mostly(fc.constantFrom(...usual), fc.constantFrom(...all))

/** One of a few words; C has it as it is, if nothing else is said. */
export const word = <const W extends string>(
  words: readonly W[],
  {
    c = String,
    call = String,
    says = call,
    since,
  }: Saying<NoInfer<W>> & {
    readonly c?: (word: NoInfer<W>) => string
    readonly since?: (word: NoInfer<W>) => { readonly abi: number }
  } = {},
): WordField<W> => ({
  ...{ field: 'word', words, c, call, says },
  ...(since === undefined ? {} : { since }),
  draw: target => {
    const had = words.filter(one => since === undefined || has(target, since(one)))
    return fc.constantFrom(...(had.length === 0 ? words : had))
  },
  shrink: one => before(words, one),
})

/** A set of names. */
export const set = <const N extends string>(
  table: Readonly<Record<N, number>>,
  what: string,
  before: string,
): SetField<N> => ({
  ...{ field: 'set', table, what },
  draw: () => fc.subarray([...namesOf(table)]),
  shrink: without,
  call: list => (list.length === 0 ? '' : `${before}${list.join(', ')}`),
  says: list => (list.length === 0 ? '' : `${before}${listed(list)}`),
})

/** A flag of C. */
export const sign = (c: string): SignField => ({
  ...{ field: 'sign', c },
  draw: () => fc.boolean(),
  shrink: isSet => (isSet ? [false] : []),
  call: isSet => (isSet ? `, ${c}` : ''),
  says: isSet => (isSet ? `, with ${c}` : ''),
})
