import { namesOf } from '../../../specs/names-of.js'
import type { Capability } from '../../../specs/program.js'
import { capabilities } from '../../../specs/uapi/socket.js'

/** What a descriptor of a watched process is: in a program a socket or a ruleset by its slot, or nothing that a program has. */
export type HeldDescriptor =
  | { readonly is: 'socket'; readonly slot: number; readonly domain: number }
  | { readonly is: 'ruleset'; readonly slot: number }
  | { readonly is: 'aside' }

/** A watched process as an actor. */
export type WatchedProcess = {
  readonly actor: number
  readonly descriptors: Map<number, HeldDescriptor>
  /** Those that it can use of the capabilities that a program knows, and those that it has in a program. */
  effective: readonly Capability[]
  kept: readonly Capability[]
}

const everyCapability = namesOf(capabilities)

/** The first process of a test. */
export const firstProcess = (): WatchedProcess => ({
  actor: 0,
  descriptors: new Map(),
  effective: everyCapability,
  kept: everyCapability,
})

/** What a process is when it was just made. */
export const childOf = (parent: WatchedProcess, actor: number): WatchedProcess => ({
  ...parent,
  actor,
  descriptors: new Map(parent.descriptors),
})

/** The effective ones in what capset(2) is given: two structs of three words, the first with the lower half. */
export function effectiveIn(bytes: Buffer): readonly Capability[] {
  const low = bytes.length < 4 ? 0 : bytes.readUInt32LE(0)
  return everyCapability.filter(name => (low & (1 << capabilities[name])) !== 0)
}
