import { z } from 'zod'
import { filteredCalls, type Op, type Program, races, routes } from '../../../specs/program.js'
import { errnos } from '../../../specs/uapi/errno.js'
import { capabilities, shutdowns, socketOptions } from '../../../specs/uapi/socket.js'
import { address, inetAddress } from './address-schema.js'
import { ruleAttr, rulesetAttr } from './attr-schema.js'
import { domain, numberOr, protocol, type } from './socket-schema.js'
import { nameIn, record, slot, whole } from './words.js'

const int32 = 2 ** 31 - 1

const actor = whole('an actor', 0, 99)
const flags = whole('flags', 0, 2 ** 32 - 1)

const ruleset = z.union([slot, z.enum(['none', 'foreign'])], {
  error: 'expected a ruleset: a slot, "none" or "foreign"',
})

const namespace = z.enum(['user', 'net'])

/** The fields that every op may have. */
const any = { actor: z.exactOptional(actor) }

/** The fields that calls on sockets may have beside. */
const routed = { ...any, route: z.exactOptional(z.enum(routes)) }

/** An op as JSON: in lockstep with specs/program.ts. */
export const opSchema = z.discriminatedUnion(
  'kind',
  [
    record({ ...routed, kind: z.literal('socket'), as: slot, domain, type, protocol }),
    record({ ...any, kind: z.literal('socketpair'), domain, type, protocol }),
    record({ ...routed, kind: z.literal('bind'), socket: slot, address }),
    record({ ...routed, kind: z.literal('connect'), socket: slot, address }),
    record({ ...routed, kind: z.literal('listen'), socket: slot }),
    record({ ...routed, kind: z.literal('accept'), socket: slot, as: slot }),
    record({
      ...routed,
      kind: z.literal('sendto'),
      socket: slot,
      address: z.exactOptional(address),
      fastopen: z.exactOptional(z.boolean()),
      via: z.exactOptional(z.enum(['send', 'sendmsg', 'sendmmsg'])),
    }).refine(({ address, via }) => via !== 'send' || address === undefined, {
      error: 'expected no address, because send(2) takes none',
      path: ['address'],
    }),
    record({ ...any, kind: z.literal('recv'), socket: slot }),
    record({
      ...any,
      kind: z.literal('shutdown'),
      socket: slot,
      how: nameIn(shutdowns, 'what to shut down'),
    }),
    record({ ...any, kind: z.literal('bindx'), socket: slot, address: inetAddress }),
    record({ ...any, kind: z.literal('connectx'), socket: slot, address: inetAddress }),
    record({ ...any, kind: z.literal('dup'), socket: slot, as: slot }),
    record({
      ...any,
      kind: z.literal('setsockopt'),
      socket: slot,
      option: nameIn(socketOptions, 'an option'),
      value: whole('a value', -int32 - 1, int32),
    }),
    record({ ...any, kind: z.literal('getsockname'), socket: slot }),
    record({ ...any, kind: z.literal('getsockopt'), socket: slot }),
    record({ ...any, kind: z.literal('getpeername'), socket: slot }),
    record({ ...any, kind: z.literal('close'), socket: slot }),
    record({
      ...any,
      kind: z.literal('create_ruleset'),
      as: slot,
      attr: rulesetAttr,
      size: whole('a size in bytes', 0, int32),
      flags: z.exactOptional(flags),
      last_byte: z.exactOptional(whole('a byte', 0, 255)),
    }),
    record({ ...any, kind: z.literal('query'), what: z.enum(['abi', 'errata']) }),
    record({
      ...any,
      kind: z.literal('add_rule'),
      ruleset,
      type: numberOr(z.enum(['net_port', 'path_beneath', 'socket', 'socket_v4']), 'a rule type'),
      attr: ruleAttr,
      flags: z.exactOptional(flags),
    }),
    record({ ...any, kind: z.literal('restrict_self'), ruleset, flags: z.exactOptional(flags) }),
    record({
      ...any,
      kind: z.literal('seccomp'),
      call: z.enum(filteredCalls),
      errno: nameIn(errnos, 'an errno'),
    }),
    record({ ...any, kind: z.literal('no_new_privs') }),
    record({
      ...any,
      kind: z.literal('drop_caps'),
      keep: z.exactOptional(z.array(nameIn(capabilities, 'a capability'))),
    }),
    record({ ...any, kind: z.literal('fork'), child: actor }),
    record({
      ...any,
      kind: z.literal('open'),
      path: z.enum(['/dev/null', '/proc/self/status']),
      access: z.enum(['O_RDONLY', 'O_WRONLY']),
    }),
    record({ ...any, kind: z.literal('kill'), target: actor }),
    record({ ...any, kind: z.literal('unshare'), what: namespace }),
    record({ ...any, kind: z.literal('setns'), what: namespace, of: actor }),
    record({
      ...any,
      kind: z.literal('race'),
      pair: z.enum(races),
      tries: whole('a count of tries', 1, 1_000_000),
    }),
    record({ ...any, kind: z.literal('send_fd'), socket: slot }),
    record({ ...any, kind: z.literal('receive_fd'), as: slot }),
    record({ ...any, kind: z.literal('take_fd'), from: actor, socket: slot, as: slot }),
    record({ ...any, kind: z.literal('take_file'), from: actor }),
    record({ ...any, kind: z.literal('read_audit') }),
  ],
  { error: 'expected an op: its kind is one of those in specs/program.ts' },
) satisfies z.ZodType<Op>

/** MAX_STEPS of templates/harness/actors.h. */
export const mostSteps = 512

/** The ops of a program, which are counted before one of them is looked at. */
const ops = z
  .array(z.unknown())
  .min(1)
  .max(mostSteps, { error: `expected no more than ${mostSteps} ops` })
  .pipe(z.array(opSchema))

/** A program as JSON. */
export const programSchema = record({ ops }) satisfies z.ZodType<Program>

/** What the schema takes; every Op must be one, so that an op that the schema lacks does not compile. */
export type OpJson = Frozen<z.infer<typeof opSchema>>

/** The same, and nothing in it can be written to. */
export type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T
