import { z } from 'zod'
import type { Address, NetPortAttr, Op, Port, Program, RulesetAttr } from '../../specs/program.js'
import { fsRights, netRights, scopes } from '../../specs/uapi/landlock.js'
import { families, protocols, socketTypes } from '../../specs/uapi/socket.js'
import { nameIn, record, whole } from './words.js'

const int32 = 2 ** 31 - 1
const rights = { ...fsRights, ...netRights, ...scopes }

const slot = whole('a slot', 0, 999)
const actor = whole('an actor', 0, 99)
const flags = whole('flags', 0, 2 ** 32 - 1)
const family = nameIn(families, 'an address family')

const port = <Max extends number>(max: Max) =>
  z.union([whole('a port', 0, max), z.enum(['a', 'b', 'c', 'd']), z.templateLiteral(['of:', slot])], {
    error: `expected a port: a number from 0 to ${max}, a letter from a to d, or "of:" and a slot`,
  }) satisfies z.ZodType<Port>

const address = z.union(
  [
    record({
      family,
      host: z.enum(['0.0.0.0', '127.0.0.1', '::', '::1', '::ffff:127.0.0.1']),
      port: port(65535),
      length: z.exactOptional(whole('a length in bytes', 0, 128)),
    }),
    record({ family: z.literal('AF_UNIX'), name: z.string().regex(/^[\w-]{1,60}$/) }),
  ],
  { error: 'expected an address: family, host and port, or AF_UNIX and a name' },
) satisfies z.ZodType<Address>

const mask = z.array(
  z.string().refine(name => name in rights || /^bit_([1-5]?\d|6[0-3])$/.test(name), {
    error: 'expected a right as landlock.h names it, such as bind_tcp, or bit_0 to bit_63',
  }),
)

const rulesetAttr = record({
  handled_access_fs: z.exactOptional(mask),
  handled_access_net: z.exactOptional(mask),
  scoped: z.exactOptional(mask),
  quiet_access_fs: z.exactOptional(mask),
  quiet_access_net: z.exactOptional(mask),
  quiet_scoped: z.exactOptional(mask),
}) satisfies z.ZodType<RulesetAttr>

const netPortAttr = record({
  allowed_access: mask,
  port: port(Number.MAX_SAFE_INTEGER),
}) satisfies z.ZodType<NetPortAttr>

const ruleset = z.union([slot, z.enum(['none', 'foreign'])], {
  error: 'expected a ruleset: a slot, "none" or "foreign"',
})

const numberOr = <T extends z.ZodType>(name: T, what: string) =>
  z.union([name, whole(what, -int32, int32)], { error: `expected ${what}: a name or a number` })

const domain = numberOr(family, 'an address family')
const type = numberOr(nameIn(socketTypes, 'a socket type'), 'a socket type')
const protocol = numberOr(nameIn(protocols, 'a protocol'), 'a protocol')

/** The fields that every op may have. */
const any = { actor: z.exactOptional(actor) }

const op = z.discriminatedUnion(
  'kind',
  [
    record({ ...any, kind: z.literal('socket'), as: slot, domain, type, protocol }),
    record({ ...any, kind: z.literal('socketpair'), domain, type, protocol }),
    record({ ...any, kind: z.literal('bind'), socket: slot, address }),
    record({ ...any, kind: z.literal('connect'), socket: slot, address }),
    record({ ...any, kind: z.literal('listen'), socket: slot }),
    record({ ...any, kind: z.literal('accept'), socket: slot, as: slot }),
    record({
      ...any,
      kind: z.literal('sendto'),
      socket: slot,
      address: z.exactOptional(address),
      fastopen: z.exactOptional(z.boolean()),
    }),
    record({ ...any, kind: z.literal('getsockname'), socket: slot }),
    record({ ...any, kind: z.literal('close'), socket: slot }),
    record({
      ...any,
      kind: z.literal('create_ruleset'),
      as: slot,
      attr: rulesetAttr.nullable(),
      size: whole('a size in bytes', 0, int32),
      flags: z.exactOptional(flags),
      last_byte: z.exactOptional(whole('a byte', 0, 255)),
    }),
    record({ ...any, kind: z.literal('query'), what: z.enum(['abi', 'errata']) }),
    record({
      ...any,
      kind: z.literal('add_rule'),
      ruleset,
      type: numberOr(z.literal('net_port'), 'a rule type'),
      attr: netPortAttr.nullable(),
      flags: z.exactOptional(flags),
    }),
    record({ ...any, kind: z.literal('restrict_self'), ruleset, flags: z.exactOptional(flags) }),
    record({ ...any, kind: z.literal('no_new_privs') }),
    record({ ...any, kind: z.literal('drop_caps') }),
    record({ ...any, kind: z.literal('fork'), child: actor }),
    record({
      ...any,
      kind: z.literal('open'),
      path: z.enum(['/dev/null', '/proc/self/status']),
      access: z.enum(['O_RDONLY', 'O_WRONLY']),
    }),
    record({ ...any, kind: z.literal('kill'), target: actor }),
  ],
  { error: 'expected an op: its kind is one of those in specs/program.ts' },
) satisfies z.ZodType<Op>

/** A program as JSON: in lockstep with specs/program.ts. */
export const programSchema = record({ ops: z.array(op).min(1) }) satisfies z.ZodType<Program>

/** What the schema takes; every Program must be one, so that an op that the schema lacks does not compile. */
export type ProgramJson = Frozen<z.infer<typeof programSchema>>

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T
