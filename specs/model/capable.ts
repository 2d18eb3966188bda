import type { Capability } from '../program.js'
import type { PortKey, Process, Socket, State } from './state.js'

/**
 * Whether a process has a capability over a user namespace: one that it has in its own, and all of them over those in its
 * own, because the same user made them (commoncap.c: cap_capable). All others are in the first one.
 */
export const isCapable = (process: Process, user: number, capability: Capability): boolean =>
  process.user === user ? process.capabilities.includes(capability) : process.user === 0

/** PROT_SOCK of include/net/sock.h, where ports end that take a capability. */
export const isPrivileged = (port: PortKey): boolean => typeof port === 'number' && port > 0 && port < 1024

/** Whether a process may bind a socket to a port, as far as capabilities go. */
export const mayBind = ({ nets }: State, process: Process, { net }: Socket, port: PortKey): boolean =>
  !isPrivileged(port) || isCapable(process, nets[net] ?? 0, 'CAP_NET_BIND_SERVICE')
