import type { Capability } from '../program.js'
import type { Process } from './state.js'

/**
 * Whether a process has a capability over a user namespace: one that it has in its own, and all of them over those in its
 * own, because the same user made them (commoncap.c: cap_capable). All others are in the first one.
 */
export const isCapable = (process: Process, user: number, capability: Capability): boolean =>
  process.user === user ? process.capabilities.includes(capability) : process.user === 0
