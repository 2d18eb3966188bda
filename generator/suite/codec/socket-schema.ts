import { z } from 'zod'
import { families, protocols, socketTypes } from '../../../specs/uapi/socket.js'
import { nameIn, whole } from './parts.js'

const int32 = 2 ** 31 - 1

/** A name or any number that fits into an int. */
export const numberOr = <T extends z.ZodType>(name: T, what: string) =>
  z.union([name, whole(what, -int32, int32)], { error: `expected ${what}: a name or a number` })

/** The three arguments of socket(2). */
export const domain = numberOr(nameIn(families, 'an address family'), 'an address family')
export const type = numberOr(nameIn(socketTypes, 'a socket type'), 'a socket type')
export const protocol = numberOr(nameIn(protocols, 'a protocol'), 'a protocol')
