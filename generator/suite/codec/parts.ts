import { z } from 'zod'
import { namesOf } from '../../../specs/names-of.js'

/** One of the names of a table, with an error that says what kind of name was expected. */
export const nameIn = <T extends string>(table: Readonly<Record<T, unknown>>, what: string) =>
  z.enum(namesOf(table), { error: `expected ${what}, such as ${namesOf(table)[1]}` })

/** A whole number from `min` to `max`, with an error that says so. */
export const whole = (what: string, min: number, max: number) => {
  const error = `expected ${what}, a whole number from ${min} to ${max}`
  return z.int({ error }).min(min, { error }).max(max, { error })
}

/** An object without further fields. */
export const record = z.strictObject

/** A slot of a program. */
export const slot = whole('a slot', 0, 999)
