import { namesOf } from '../../../specs/names-of.js'
import type { Capability } from '../../../specs/program.js'
import { capabilities } from '../../../specs/uapi/socket.js'

/** What a descriptor of a watched process is: in a program a socket or a ruleset by its slot, or nothing that a program has. */
export type HeldDescriptor =
  | { readonly is: 'socket'; readonly slot: number; readonly domain: number }
  | { readonly is: 'ruleset'; readonly slot: number }
  | { readonly is: 'aside' }

/** The capabilities that a program knows: those that count, and those that may be raised to that. */
type CapabilitySets = {
  readonly effective: readonly Capability[]
  readonly permitted: readonly Capability[]
}

/** A watched process as an actor. */
export type WatchedProcess = {
  readonly actor: number
  readonly descriptors: Map<number, HeldDescriptor>
  /** What it has, and what it has in the program so far. */
  caps: CapabilitySets
  written: CapabilitySets
  isRestricted: boolean
}

const everyCapability = namesOf(capabilities)

const all: CapabilitySets = { effective: everyCapability, permitted: everyCapability }

/** The first process of a test. */
export const firstProcess = (): WatchedProcess => ({
  actor: 0,
  descriptors: new Map(),
  caps: all,
  written: all,
  isRestricted: false,
})

/** What a process is when it was just made. */
export const childOf = (parent: WatchedProcess, actor: number): WatchedProcess => ({
  ...parent,
  actor,
  descriptors: new Map(parent.descriptors),
})

const capabilitiesIn = (bits: number): readonly Capability[] =>
  everyCapability.filter(name => (bits & (1 << capabilities[name])) !== 0)

/** What capset(2) is given: two structs of what is effective, permitted and inheritable, the first with the lower half. */
export const capabilitySetsIn = (bytes: Buffer): CapabilitySets =>
  bytes.length < 8
    ? { effective: [], permitted: [] }
    : { effective: capabilitiesIn(bytes.readUInt32LE(0)), permitted: capabilitiesIn(bytes.readUInt32LE(4)) }
