import { filteredCalls, type Op, races, type SocketOption } from '../../../../specs/program.js'
import { socketOptions } from '../../../../specs/uapi/socket.js'
import type { Call } from '../call.js'

/** A call that the executor can do: the C of its op with numbers of the wire in place of what a test says in words. */
export type WireCall = {
  /** The op with whatever decides about its C: `query abi`. */
  readonly name: string
  readonly call: Call
  /** How its answer is read, if not as success or an errno. */
  readonly reading?: 'AS_PORT' | 'AS_VALUE'
  /** Where its descriptor is kept. */
  readonly table?: 'sock' | 'ruleset'
}

/** The nth number of an op, as templates/executor/perform.c.hbs names it. */
const number = (index: number): string => `V(${index})`
const socket = 'sock[V(0)]'
const addressFrom = (first: number): string => `address_from(op, ${first}, sock)`
const rulesetFrom = (first: number): string => `ruleset_from(op, ${first}, ruleset)`

type Rest = Omit<WireCall, 'name' | 'call'>

const call = (fields: Call, rest: Rest & { readonly as?: string } = {}): WireCall => {
  const { as, ...others } = rest
  return { name: as === undefined ? fields.kind : `${fields.kind} ${as}`, call: fields, ...others }
}

const onSocket = (kind: Op['kind'], rest: Rest = {}): WireCall => call({ kind, socket }, rest)

const withAddress = (kind: Op['kind']): WireCall => call({ kind, socket, address: addressFrom(1) })

const made = (kind: 'socket' | 'socketpair', rest: Rest = {}): WireCall =>
  call({ kind, domain: number(0), type: number(1), protocol: number(2) }, rest)

const sendBy = (via: 'send' | 'sendto' | 'sendmsg' | 'sendmmsg'): WireCall =>
  call(
    {
      kind: 'sendto',
      via,
      plain: via === 'send',
      socket,
      flags: `${number(1)} ? MSG_FASTOPEN : 0`,
      address: addressFrom(2),
    },
    { as: via },
  )

const option = (name: SocketOption): WireCall =>
  call(
    { kind: 'setsockopt', socket, level: socketOptions[name].level, option: name, value: number(1) },
    { as: name },
  )

const createRuleset = (sized: boolean): WireCall =>
  call(
    {
      kind: 'create_ruleset',
      sized,
      flags: number(0),
      size: number(1),
      lastByte: number(2),
      attr: 'ruleset_attr_from(op, 3)',
    },
    { as: sized ? 'sized' : 'whole', table: 'ruleset' },
  )

const namespaces = ['user', 'net'] as const
const paths = ['/dev/null', '/proc/self/status'] as const

/** Every call; its place is its number on the wire. */
export const wireCalls: readonly WireCall[] = [
  made('socket', { table: 'sock' }),
  made('socketpair'),
  ...(['bind', 'connect', 'bindx', 'connectx'] as const).map(withAddress),
  onSocket('listen'),
  onSocket('accept', { table: 'sock' }),
  ...(['send', 'sendto', 'sendmsg', 'sendmmsg'] as const).map(sendBy),
  onSocket('recv'),
  call({ kind: 'shutdown', socket, how: number(1) }),
  onSocket('dup', { table: 'sock' }),
  ...(Object.keys(socketOptions) as SocketOption[]).map(option),
  onSocket('getsockname', { reading: 'AS_PORT' }),
  onSocket('getsockopt', { reading: 'AS_VALUE' }),
  onSocket('getpeername'),
  onSocket('close'),
  createRuleset(false),
  createRuleset(true),
  ...(['abi', 'errata'] as const).map(what =>
    call({ kind: 'query', what }, { as: what, reading: 'AS_VALUE' }),
  ),
  call({
    kind: 'add_rule',
    add: 'add_rule',
    ruleset: rulesetFrom(0),
    flags: number(1),
    arguments: `V(2), rule_attr_from(op, 3, sock, ${rulesetFrom(0)})`,
  }),
  call({ kind: 'restrict_self', ruleset: rulesetFrom(0), flags: number(1) }),
  ...filteredCalls.map(filtered =>
    call({ kind: 'seccomp', call: filtered, errno: number(0) }, { as: filtered }),
  ),
  call({ kind: 'no_new_privs' }),
  call({ kind: 'drop_caps', kept: '' }, { as: 'all' }),
  call({ kind: 'drop_caps', kept: number(0) }, { as: 'but' }),
  call({ kind: 'fork', child: number(0) }),
  ...paths.map(path =>
    call({ kind: 'open', path, access: `${number(0)} ? O_WRONLY : O_RDONLY` }, { as: path }),
  ),
  call({ kind: 'kill', target: number(0) }),
  ...races.map(pair =>
    call({ kind: 'race', name: pair, tries: number(0) }, { as: pair, reading: 'AS_VALUE' }),
  ),
  ...namespaces.map(what => call({ kind: 'unshare', what: what.toUpperCase() }, { as: what })),
  ...namespaces.map(what => call({ kind: 'setns', what: what.toUpperCase(), of: number(0) }, { as: what })),
  onSocket('send_fd'),
  call({ kind: 'receive_fd' }, { table: 'sock' }),
  call({ kind: 'take_fd', from: number(0), slot: number(1) }, { table: 'sock' }),
  call({ kind: 'take_file', from: number(0) }),
]

/** What is logged is no number, so it is none of the calls. */
export const auditCall = wireCalls.length

const numbers = new Map(wireCalls.map(({ name }, index) => [name, index]))

/** The number of the call that an op is. */
export function callNumber(op: Op): number {
  if (op.kind === 'read_audit') return auditCall
  const found = numbers.get(nameOf(op))
  if (found === undefined) throw new Error(`the executor has no call for ${nameOf(op)}`)
  return found
}

function nameOf(op: Op): string {
  switch (op.kind) {
    case 'sendto':
      return `sendto ${op.via ?? 'sendto'}`
    case 'setsockopt':
      return `setsockopt ${op.option}`
    case 'create_ruleset':
      return `create_ruleset ${isSized(op) ? 'sized' : 'whole'}`
    case 'query':
    case 'unshare':
    case 'setns':
      return `${op.kind} ${op.what}`
    case 'seccomp':
      return `seccomp ${op.call}`
    case 'drop_caps':
      return `drop_caps ${op.keep === undefined || op.keep.length === 0 ? 'all' : 'but'}`
    case 'open':
      return `open ${op.path}`
    case 'race':
      return `race ${op.pair}`
    default:
      return op.kind
  }
}

/** The bytes that templates/executor/words.h has for an attribute of a ruleset. */
export const attrBytes = 56

/** Whether the attribute is longer than that, or has a last byte of its own. */
const isSized = ({ attr, size, last_byte }: Extract<Op, { readonly kind: 'create_ruleset' }>): boolean =>
  typeof attr === 'object' && attr !== null && (size > attrBytes || last_byte !== undefined)
