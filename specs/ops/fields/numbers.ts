import fc, { type Arbitrary } from 'fast-check'
import { has, type Target } from '../../target.js'
import { type Field, hex, mostly } from '../field.js'

/** A whole number in a range. */
export type NumberField = Field<'number', number> & {
  readonly what: string
  readonly min: number
  readonly max: number
}

/** 32 bits, of which some have names. */
export type FlagsField = Field<'flags', number> & {
  readonly prefix: string
  readonly table: Readonly<Record<string, { readonly bit: number; readonly abi: number }>>
}

type Range = {
  readonly min: number
  readonly max: number
  /** What is drawn mostly. */
  readonly usual?: readonly number[]
  readonly call?: (value: number) => string
  readonly says?: (value: number) => string
}

/** Zero, or the end of the range that is next to it, and what lies half way there. */
const nearer = (value: number, min: number, max: number): readonly number[] => {
  const end = Math.min(Math.max(0, min), max)
  const half = end + Math.trunc((value - end) / 2)
  return value === end ? [] : [...new Set([end, half])]
}

/** A whole number. */
export const number = (
  what: string,
  { min, max, usual, call = String, says = call }: Range,
): NumberField => ({
  ...{ field: 'number', what, min, max, call, says },
  draw: () => {
    const any = fc.integer({ min, max })
    return usual === undefined ? any : mostly(fc.constantFrom(...usual), any)
  },
  shrink: value => nearer(value, min, max),
})

const bitsIn = (value: number): readonly number[] =>
  Array.from({ length: 32 }, (_, bit) => bit).filter(bit => (value >>> bit) & 1)

/** The bits that a target knows, and now and then one that it does not. */
const anyFlags = (table: FlagsField['table'], target: Target): Arbitrary<number> => {
  const known = Object.values(table).flatMap(row => (has(target, row) ? [row.bit] : []))
  const all = Object.values(table).map(({ bit }) => bit)
  const sum = (bits: readonly number[]): number => bits.reduce((mask, bit) => mask + 2 ** bit, 0)
  return mostly(fc.subarray(known).map(sum), fc.subarray([...all, 31]).map(sum))
}

/** Flags of a call. */
export const flags = (prefix: string, table: FlagsField['table']): FlagsField => ({
  ...{ field: 'flags', prefix, table },
  draw: target => anyFlags(table, target),
  shrink: value => bitsIn(value).map(bit => value - 2 ** bit),
  call: value => `, flags ${hex(value)}`,
  says: value => (value === 0 ? '' : `, with flags ${hex(value)}`),
})
