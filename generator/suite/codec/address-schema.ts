import { z } from 'zod'
import { devices, hosts } from '../../../specs/ops/values.js'
import type { Address, InetAddress, Port } from '../../../specs/program.js'
import { families } from '../../../specs/uapi/socket.js'
import { nameIn, record, slot, whole } from './parts.js'

/** A port of at most this number, or one that has no number yet. */
export const port = <Max extends number>(max: Max) =>
  z.union([whole('a port', 0, max), z.enum(['a', 'b', 'c', 'd']), z.templateLiteral(['of:', slot])], {
    error: `expected a port: a number from 0 to ${max}, a letter from a to d, or "of:" and a slot`,
  }) satisfies z.ZodType<Port>

const word = z.string().regex(/^[\w-]{1,60}$/)

/** A path in the directory of a program, or in the one that is there. */
export const ownPath = z.union([z.templateLiteral(['/', word]), z.templateLiteral(['/in/', word])])

const unixName = z.union([z.literal(''), z.templateLiteral(['@', word]), ownPath], {
  error: 'expected a name: "@" or "/" or "/in/", and up to 60 letters, digits, _ and -, or nothing',
})

/** An IP address as JSON. */
export const inetAddress = record({
  family: nameIn(families, 'an address family'),
  host: z.enum(hosts),
  port: port(65535),
  length: z.exactOptional(whole('a length in bytes', 0, 128)),
}) satisfies z.ZodType<InetAddress>

/** VMADDR_CID_ANY and VMADDR_PORT_ANY. */
const uint32 = 2 ** 32 - 1

const unixAddress = record({ family: z.literal('AF_UNIX'), name: unixName })

const vsockAddress = record({
  family: z.literal('AF_VSOCK'),
  cid: whole('a context', 0, uint32),
  port: port(uint32),
})

const packetAddress = record({
  family: z.literal('AF_PACKET'),
  protocol: whole('a protocol', 0, 65535),
  device: z.enum(devices),
})

const algAddress = record({
  family: z.literal('AF_ALG'),
  hash: z.string().regex(/^[a-z\d-]{1,8}$/, { error: 'expected the name of a hash, of up to 8 letters' }),
})

/** An address as JSON. */
export const address = z.union([inetAddress, unixAddress, vsockAddress, packetAddress, algAddress], {
  error:
    'expected an address: family, host and port, AF_UNIX and a name, AF_VSOCK, cid and port, AF_PACKET, protocol and device, or AF_ALG and a hash',
}) satisfies z.ZodType<Address>
