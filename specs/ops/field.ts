import fc, { type Arbitrary } from 'fast-check'
import type { Target } from '../target.js'

/**
 * A field of an op, of one kind: what it is in JSON, C and on the wire follows from the kind, and how it is drawn, made simpler and
 * said stands here. An optional one may be absent, and is then said by nothing.
 */
export type Field<K extends string, T> = {
  readonly field: K
  readonly optional?: true
  draw(target: Target): Arbitrary<T>
  /** Simpler values, the simplest first; whoever takes one again and again comes to an end. */
  shrink(value: T): readonly T[]
  /** As it stands in a call: `127.0.0.1:80`. */
  call(value: T): string
  /** As it stands in a sentence: `127.0.0.1, port 80`. */
  says(value: T): string
}

/** A field of whatever kind, whose values are told by nothing but its name in an op. */
export type NamedField = Field<string, unknown>

/** What a field may hold. */
export type ValueOf<F> = F extends { draw(target: Target): Arbitrary<infer T> } ? T : never

/** The same field, which may be absent. */
export const optional = <F extends object>(field: F): F & { readonly optional: true } => ({
  ...field,
  optional: true,
})

/** Names in a row: `a, b and c`. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** A number as hexadecimal digits, of 32 bits. */
export const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`

/** A list without each of its members. */
export const without = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  list.map((_, index) => list.toSpliced(index, 1))

/** Mostly the one, and one time in so many the other. */
export const mostly = <T>(usual: Arbitrary<T>, rare: Arbitrary<T>, times = 8): Arbitrary<T> =>
  fc.oneof({ weight: times - 1, arbitrary: usual }, { weight: 1, arbitrary: rare })
