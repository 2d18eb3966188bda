import { z } from 'zod'
import { socketRights } from '../../../specs/designs/uapi.js'
import { parents } from '../../../specs/ops/values.js'
import type {
  NetPortAttr,
  PathBeneathAttr,
  RulesetAttr,
  SocketAttr,
  SocketV4Attr,
} from '../../../specs/program.js'
import { fsRights, netRights, scopes } from '../../../specs/uapi/landlock.js'
import { ownPath, port } from './address-schema.js'
import { record } from './parts.js'
import { domain, protocol, type } from './socket-schema.js'

const rights = { ...fsRights, ...netRights, ...scopes, ...socketRights }

const mask = z.array(
  z.string().refine(name => Object.hasOwn(rights, name) || /^bit_([1-5]?\d|6[0-3])$/.test(name), {
    error: 'expected a right as landlock.h names it, such as bind_tcp, or bit_0 to bit_63',
  }),
)

const attr = record({
  handled_access_fs: z.exactOptional(mask),
  handled_access_net: z.exactOptional(mask),
  scoped: z.exactOptional(mask),
  quiet_access_fs: z.exactOptional(mask),
  quiet_access_net: z.exactOptional(mask),
  quiet_scoped: z.exactOptional(mask),
  handled_access_socket: z.exactOptional(mask),
}) satisfies z.ZodType<RulesetAttr>

const netPort = record({
  allowed_access: mask,
  port: port(Number.MAX_SAFE_INTEGER),
}) satisfies z.ZodType<NetPortAttr>

const pathBeneath = record({
  allowed_access: mask,
  parent: z.union([z.enum(parents), ownPath], {
    error: 'expected "directory", "none", "ruleset", or a path: "/" or "/in/" and a name',
  }),
}) satisfies z.ZodType<PathBeneathAttr>

const socket = record({ allowed_access: mask, domain, type }) satisfies z.ZodType<SocketAttr>

const socketV4 = record({
  allowed_access: mask,
  family: domain,
  type,
  protocol,
}) satisfies z.ZodType<SocketV4Attr>

const pointers = [z.null(), z.literal('unmapped')] as const

/** struct landlock_ruleset_attr as JSON, or a pointer to nothing. */
export const rulesetAttr = z.union([attr, ...pointers], {
  error: 'expected the fields of struct landlock_ruleset_attr, null or "unmapped"',
})

/** The attribute of a rule as JSON, or a pointer to nothing. */
export const ruleAttr = z.union([netPort, pathBeneath, socket, socketV4, ...pointers], {
  error: 'expected allowed_access with a port, a parent or a kind of socket, null or "unmapped"',
})
