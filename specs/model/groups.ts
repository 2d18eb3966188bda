import { callDenied } from '../designs/calls.js'
import type { OpOf } from '../program.js'
import type { Target } from '../target.js'
import { families } from '../uapi/socket.js'
import { type Branch, fail, ok, processOf, socketOf, unmodelled } from './branch.js'
import { notJudged, vague } from './opaque.js'
import { type State, withSocket } from './state.js'

/**
 * IP_ADD_MEMBERSHIP, or IPV6_JOIN_GROUP: options that Landlock does not see, and by which a socket is at no other port.
 * Order: whether the socket knows the option, no streams, and then what it joined before (igmp.c: __ip_mc_join_group(), mcast.c:
 * __ipv6_sock_mc_join()).
 */
const joinGroup = (_target: Target, state: State, op: OpOf<'join_group'>): readonly Branch[] => {
  const found = socketOf(state, op)
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const { id, socket } = found
  const denied = callDenied(state, process, socket, 'setsockopt')
  if (denied !== null) return denied
  const { transport, family, groups } = socket
  if (transport === 'opaque') return notJudged(vague(state, found), 'opaque.setsockopt')
  if (transport === 'unix') return fail(state, 'EOPNOTSUPP', 'option.unix')
  if (transport === 'vsock') return fail(state, 'ENOPROTOOPT', 'option.vsock')
  if (transport === 'mptcp') return unmodelled('option.mptcp-level')
  if (op.group.includes(':') && family !== families.AF_INET6)
    return fail(state, 'ENOPROTOOPT', 'option.not-inet6')
  if (transport === 'tcp') return fail(state, 'EPROTO', 'option.group-of-stream')
  if (groups.includes(op.group)) return fail(state, 'EADDRINUSE', 'option.group-again')
  return ok(withSocket(state, id, { groups: [...groups, op.group] }), 'option.group')
}

/** What the ops of this family do. */
export const steps = { join_group: joinGroup }
