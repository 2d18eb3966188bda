import { z } from 'zod'
import { namesOf } from '../../../specs/names-of.js'
import { whole } from './parts.js'

type NamedBits = Readonly<Record<string, { readonly bit: number }>>

const uint32 = 2 ** 32 - 1

/** Each flag by its name in C, and by the same without its prefix and in small letters. */
const bitsOf = (prefix: string, table: NamedBits): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(table).flatMap(([name, { bit }]) => [
      [name, 2 ** bit] as const,
      [prefix + name.toUpperCase(), 2 ** bit] as const,
    ]),
  )

/** A number made of flags, or the names of these in a list, which stands for that number. */
export function flagsOf(prefix: string, table: NamedBits) {
  const bits = bitsOf(prefix, table)
  const number = whole('flags', 0, uint32)
  const error = `expected flags: a number, or names such as ${prefix}${Object.keys(table)[0]?.toUpperCase()}`
  const names = z
    .array(z.enum([...bits.keys()], { error }), { error })
    .transform(list => [...new Set(list.map(name => bits.get(name) ?? 0))].reduce((sum, bit) => sum + bit, 0))
    .pipe(number)
  return z
    .union([number, names], { error })
    .describe(`Flags; where a program is read, also the list of their names: ${[...bits.keys()].join(', ')}.`)
}

/** A name and its flags in a list, which stands for the number that they are together. */
export function withFlags<N extends string>(
  table: Readonly<Record<N, number>>,
  flags: Readonly<Record<string, number>>,
  what: string,
) {
  const error = `expected ${what}: a name, a number, or a name and flags in a list, such as ${namesOf(flags)[0]}`
  const first = z.enum(namesOf(table), { error })
  const rest = z.enum(namesOf(flags), { error })
  return z
    .tuple([first], rest)
    .transform(([name, ...more]) =>
      more.reduce<number>((bits, flag) => bits | (flags[flag] ?? 0), table[name]),
    )
    .pipe(z.int())
}
