import type { Capability, OpOf } from '../program.js'
import type { Target } from '../target.js'
import { actorOf, type Branch, fail, ok, processOf, unmodelled } from './branch.js'
import { isCapable } from './capable.js'
import { allCapabilities } from './initial-state.js'
import { type Process, type State, withProcess } from './state.js'
import { traceDenied } from './tracing.js'

const has = ({ capabilities }: Process, capability: Capability): boolean => capabilities.includes(capability)

/** Who comes into a user namespace has every capability, over it and what belongs to it (set_cred_user_ns). */
const inUser = (state: State, op: OpOf<'unshare' | 'setns'>, user: number): readonly Branch[] =>
  ok(
    withProcess(state, actorOf(op), { user, capabilities: allCapabilities, permitted: allCapabilities }),
    'namespace.user',
  )

/** A new network belongs to the user namespace of who made it. Without CAP_NET_ADMIN its loopback device stays down. */
const newNet = (state: State, op: OpOf<'unshare'>, process: Process): readonly Branch[] => {
  if (!has(process, 'CAP_SYS_ADMIN')) return fail(state, 'EPERM', 'namespace.unprivileged')
  // The device is set up by a socket, which a design may deny, and a filter answer.
  if (!has(process, 'CAP_NET_ADMIN') || process.layers.some(layer => layer.handledSocket !== 0))
    return unmodelled('namespace.device')
  if (process.filters.some(({ call }) => call === 'socket')) return unmodelled('namespace.device')
  const next = withProcess(state, actorOf(op), { net: state.nets.length })
  return ok({ ...next, nets: [...state.nets, process.user] }, 'namespace.net')
}

/** unshare(2): Landlock has no say in it, and a domain stays what it is. */
const unshare = (_target: Target, state: State, op: OpOf<'unshare'>): readonly Branch[] => {
  const process = processOf(state, op)
  if (process === undefined || state.routed) return unmodelled('namespace.routed')
  if (op.what === 'net') return newNet(state, op, process)
  if (process.user !== 0) return fail(state, 'EPERM', 'namespace.unmapped')
  return inUser({ ...state, users: state.users + 1 }, op, state.users)
}

/** netns_install(): who enters needs CAP_SYS_ADMIN over the network, and in its own user namespace. */
const enterNet = (state: State, op: OpOf<'setns'>, process: Process, { net }: Process): readonly Branch[] => {
  const owner = state.nets[net]
  if (owner === undefined) return unmodelled('namespace.gone')
  const may = isCapable(process, owner, 'CAP_SYS_ADMIN') && has(process, 'CAP_SYS_ADMIN')
  if (!may) return fail(state, 'EPERM', 'namespace.unprivileged')
  return ok(withProcess(state, actorOf(op), { net }), 'namespace.net')
}

/**
 * setns(2) with a descriptor of a process.
 * Order: whether the process may be looked into (nsproxy.c: validate_nsset), then what the namespace itself asks for.
 */
const setns = (_target: Target, state: State, op: OpOf<'setns'>): readonly Branch[] => {
  const process = processOf(state, op)
  const other = state.processes.get(op.of)
  if (process === undefined || other === undefined || state.routed) return unmodelled('namespace.routed')
  const denied = traceDenied(state, process, { target: other, actor: op.of })
  if (denied !== null) return denied
  if (op.what === 'net') return enterNet(state, op, process, other)
  if (other.user === process.user) return fail(state, 'EINVAL', 'namespace.same')
  return inUser(state, op, other.user)
}

/** What the ops of this family do. */
export const steps = { unshare, setns }
