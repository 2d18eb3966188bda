import type { NetPortAttr, Op, OpOf } from '../../specs/program.js'
import {
  addRuleFlags,
  createRulesetFlags,
  restrictSelfFlags,
  rulesetAttr,
} from '../../specs/uapi/landlock.js'
import { addressOf, flagsOf, integer, maskOf, portOf, prefixOf, rulesetOf, socketOf } from './symbols.js'

/** What the template of an op's kind needs: its fields as C expressions. */
export type Call = { readonly kind: Op['kind'] } & Readonly<Record<string, string | number | boolean>>

/** The bytes of struct landlock_ruleset_attr as templates/landlock_uapi.h has it. */
const attrSize = Object.values(rulesetAttr).reduce((size, field) => size + field.size, 0)

/** The call of one op, complete for its template. */
export function callOf(op: Op, index: number): Call {
  switch (op.kind) {
    case 'socket':
    case 'socketpair':
      return { kind: op.kind, domain: op.domain, type: op.type, protocol: op.protocol }
    case 'bind':
    case 'connect':
      return { kind: op.kind, socket: socketOf(op.socket), address: addressOf(op.address) }
    case 'listen':
    case 'accept':
    case 'getsockname':
    case 'close':
      return { kind: op.kind, socket: socketOf(op.socket) }
    case 'sendto':
      return sendto(op)
    case 'create_ruleset':
      return createRuleset(op, index)
    case 'query':
      return { kind: op.kind, what: op.what }
    case 'add_rule':
      return addRule(op)
    case 'restrict_self':
      return { kind: op.kind, ruleset: rulesetOf(op.ruleset), flags: restrictFlags(op.flags) }
    case 'no_new_privs':
    case 'drop_caps':
      return { kind: op.kind }
    case 'fork':
      return { kind: op.kind, child: op.child }
    case 'open':
      return { kind: op.kind, path: op.path, access: op.access }
    case 'kill':
      return { kind: op.kind, target: op.target }
  }
}

const restrictFlags = (flags?: number): string => flagsOf('LANDLOCK_RESTRICT_SELF_', restrictSelfFlags, flags)

const sendto = ({ kind, socket, address, fastopen }: OpOf<'sendto'>): Call => ({
  kind,
  socket: socketOf(socket),
  address: address === undefined ? '' : addressOf(address),
  flags: fastopen === true ? 'MSG_FASTOPEN' : '0',
})

function createRuleset({ kind, attr, size, flags, last_byte }: OpOf<'create_ruleset'>, index: number): Call {
  const name = attr === null ? 'NULL' : `attr_${index}`
  return {
    kind,
    attr: attr === null ? 'NULL' : `&${name}`,
    size: attr !== null && size === attrSize ? `sizeof(${name})` : integer(size),
    sized: attr !== null && (size > attrSize || last_byte !== undefined),
    lastByte: last_byte ?? 0,
    flags: flagsOf('LANDLOCK_CREATE_RULESET_', createRulesetFlags, flags),
  }
}

function addRule({ kind, ruleset, type, attr, flags }: OpOf<'add_rule'>): Call {
  const fields = attr === null ? { access: '0', port: '0' } : netPort(attr)
  return {
    kind,
    ...fields,
    usual: type === 'net_port' && attr !== null,
    ruleset: rulesetOf(ruleset),
    type: type === 'net_port' ? 'LANDLOCK_RULE_NET_PORT' : type,
    attr: attr === null ? 'NULL' : `net_port_attr(${fields.access}, ${fields.port})`,
    flags: flagsOf('LANDLOCK_ADD_RULE_', addRuleFlags, flags),
  }
}

const netPort = ({ allowed_access, port }: NetPortAttr) => ({
  access: maskOf(prefixOf('allowed_access_net'), allowed_access),
  port: portOf(port),
})
