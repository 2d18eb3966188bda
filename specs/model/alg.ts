import { actorOf, type Branch, fail, ok } from './branch.js'
import { allCapabilities } from './initial-state.js'
import type { OtherCall, OtherStack } from './other-stack.js'
import { reuseOther } from './ping.js'
import { noFlags, unconnected } from './sockets.js'
import { withNewSocket, withSocket } from './state.js'

/** The hash that every kernel has. */
const known = 'sha256'

const isOperation = ({ found: { socket } }: OtherCall): boolean => socket.phase === 'connected'

const isBound = ({ found: { socket } }: OtherCall): boolean => socket.local !== null

const notSupported = ({ state }: OtherCall): readonly Branch[] => fail(state, 'EOPNOTSUPP', 'other.no-call')

/**
 * A socket that operations were accepted from changes its hash no more (af_alg.c: alg_bind, "refcnt"). Which hashes there are for who has not every
 * capability is a matter of the kernel's release and configuration.
 */
const bind = (call: OtherCall): readonly Branch[] | null => {
  const { state, found, hash } = call
  if (isOperation(call)) return notSupported(call)
  if (call.process.user !== 0 || call.process.capabilities.length < allCapabilities.length) return null
  if (found.socket.queue.length > 0) return null
  if (hash === 'none') return fail(state, 'ENOENT', 'alg.no-hash')
  if (hash !== known) return null
  return ok(withSocket(state, found.id, { local: { host: 'alg', port: known } }), 'alg.bind')
}

/** What is accepted is an operation of that hash. */
const accept = (call: OtherCall): readonly Branch[] | null => {
  const { state, found, op } = call
  if (op.kind !== 'accept' || isOperation(call)) return null
  if (!isBound(call)) return fail(state, 'EINVAL', 'alg.unbound')
  const operation = { ...found.socket, ...unconnected, phase: 'connected', flags: noFlags } as const
  const noted = withSocket(state, found.id, { queue: [...found.socket.queue, state.sockets.length] })
  return ok(withNewSocket(noted, actorOf(op), op.as, operation), 'alg.accept')
}

const sendto = (call: OtherCall): readonly Branch[] | null => {
  if (!isOperation(call)) return notSupported(call)
  return call.address === undefined ? ok(call.state, 'alg.send') : null
}

/** Of whatever was sent, even of nothing, there is a hash. */
const recv = (call: OtherCall): readonly Branch[] =>
  isOperation(call) ? ok(call.state, 'alg.recv') : notSupported(call)

/** Sockets of the kernel's hashes. */
export const alg: OtherStack = { bind, accept, sendto, recv, setsockopt: reuseOther }
