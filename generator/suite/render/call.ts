import type { Op, OpOf } from '../../../specs/program.js'
import { families, socketOptions } from '../../../specs/uapi/socket.js'
import { addRule, type Base, createRuleset, restrictSelf } from './landlock-call.js'
import { addressOf, socketOf } from './symbols.js'

/** What the template of an op's kind needs: its fields as C expressions. */
export type Call = { readonly kind: Op['kind'] } & Readonly<Record<string, string | number | boolean>>

/** The call of one op, complete for its template. */
export function callOf(op: Op, index: number, target: Base): Call {
  switch (op.kind) {
    case 'socket':
    case 'socketpair':
      return { kind: op.kind, domain: op.domain, type: op.type, protocol: op.protocol }
    case 'bind':
    case 'connect':
    case 'bindx':
    case 'connectx':
      return { kind: op.kind, socket: socketOf(op.socket), address: addressOf(op.address) }
    case 'listen':
    case 'accept':
    case 'getsockname':
    case 'getsockopt':
    case 'getpeername':
    case 'close':
    case 'recv':
    case 'dup':
    case 'send_fd':
      return { kind: op.kind, socket: socketOf(op.socket) }
    case 'shutdown':
      return { kind: op.kind, socket: socketOf(op.socket), how: op.how }
    case 'setsockopt':
      return setsockopt(op)
    case 'sendto':
      return sendto(op)
    case 'create_ruleset':
      return createRuleset(op, index, target)
    case 'query':
      return { kind: op.kind, what: op.what }
    case 'add_rule':
      return addRule(op)
    case 'restrict_self':
      return restrictSelf(op)
    case 'seccomp':
      return { kind: op.kind, call: op.call, errno: op.errno }
    case 'no_new_privs':
    case 'read_audit':
      return { kind: op.kind }
    case 'drop_caps':
      return { kind: op.kind, kept: (op.keep ?? []).map(name => `1ULL << ${name}`).join(' | ') }
    case 'fork':
      return { kind: op.kind, child: op.child }
    case 'open':
      return { kind: op.kind, path: op.path, access: op.access }
    case 'kill':
      return { kind: op.kind, target: op.target }
    case 'unshare':
      return { kind: op.kind, what: op.what.toUpperCase() }
    case 'setns':
      return { kind: op.kind, what: op.what.toUpperCase(), of: op.of }
    case 'race':
      return { kind: op.kind, name: op.pair, tries: op.tries }
    case 'receive_fd':
      return { kind: op.kind }
    case 'take_fd':
      return { kind: op.kind, from: op.from, slot: op.socket }
    case 'take_file':
      return { kind: op.kind, from: op.from }
  }
}

function sendto({ kind, socket, address, fastopen, via }: OpOf<'sendto'>): Call {
  if (via === 'send' && address !== undefined) throw new Error('send(2) takes no address')
  return {
    kind,
    via: via ?? kind,
    plain: via === 'send',
    socket: socketOf(socket),
    address: address === undefined ? 'NULL' : addressOf(address),
    flags: fastopen === true ? 'MSG_FASTOPEN' : '0',
  }
}

const setsockopt = ({ kind, socket, option, value }: OpOf<'setsockopt'>): Call => ({
  kind,
  socket: socketOf(socket),
  level: socketOptions[option].level,
  option,
  value: option === 'IPV6_ADDRFORM' ? familyOf(value) : value,
})

/** A family by its name, if the number has one. */
const familyOf = (value: number): string | number =>
  Object.entries(families).find(([, number]) => number === value)?.[0] ?? value
