import { addedDesignNames } from './added/designs.js'
import { bracketOf } from './designs/choices.js'
import type { Choices } from './designs/decisions.js'
import { namesOf } from './names-of.js'
import type { Outcome } from './outcome.js'

/**
 * What kernels do differently without saying so by ABI or errata, as the guest is probed for at start.
 * - `flags_before_privilege`: restrict_self(2) looks at its flags before it asks for privilege.
 * - `hook_by_right`: the hook looks at an address only if the layers handle the very right asked for, not any network right.
 * - `fastopen_checked`: sendto(2) with MSG_FASTOPEN needs CONNECT_TCP.
 * - `early_mute`: what is muted by restrict_self(2) before there is a layer stays muted when there is one.
 * - `unspec_like_stack`: the hook answers to AF_UNSPEC as the network stack does.
 * - `mute_with_tsync`: restrict_self(2) takes LOG_SUBDOMAINS_OFF without a ruleset together with TSYNC, too.
 * - `socket_in_records`: an audit record tells address and port of the socket, beside those of the call.
 */
export type Behaviour =
  | 'flags_before_privilege'
  | 'hook_by_right'
  | 'fastopen_checked'
  | 'unspec_like_stack'
  | 'mute_with_tsync'
  | 'early_mute'
  | 'socket_in_records'

/**
 * What a program may need beside sockets and Landlock. The guest tries each at start.
 * - `io_uring`: a ring that can make sockets and connect them; `io_uring_bind`: and bind them and listen; `io_uring_zc`: and
 *   send without a copy; `io_uring_sockopt`: and set options; `sqpoll`: with a thread of the kernel that submits.
 * - `compat`: the system calls of 32 bits; `socketcall`: socketcall(2), of those or of the machine's own; `wide_registers`: registers,
 *   pointers and sizes of 64 bits.
 * - `user_namespaces`: a further user namespace inside that of the test.
 * - `audit`: the records of denials; `trace_events`: those of Landlock.
 * - `vsock_loopback`: vsocks that reach their own machine.
 * - `seccomp`: filters of system calls.
 */
export const features = [
  'io_uring',
  'io_uring_bind',
  'sqpoll',
  'compat',
  'user_namespaces',
  'audit',
  'trace_events',
  'vsock_loopback',
  'seccomp',
  'io_uring_zc',
  'io_uring_sockopt',
  'wide_registers',
  'socketcall',
] as const
export type Feature = (typeof features)[number]

/**
 * Proposals of the list that a kernel may have beside what is merged; specs/designs has a folder for each.
 * - `socket-create`: a right to create sockets, granted by domain and type.
 * - `socket-protocol`: the same at socket, bind, listen, accept and connect, however the socket came to be.
 * - `socket-fd`: rights to use sockets that were opened before, to receive and to send them.
 * - `socket-create-v4`: the right to create, granted by family, type and protocol, with wildcards.
 */
export const designNames = [
  'socket-create',
  'socket-protocol',
  'socket-fd',
  'socket-create-v4',
  ...addedDesignNames,
] as const
export type DesignName = (typeof designNames)[number]

/** What socket(2) answers outside any sandbox, with all capabilities and with none. */
export type Creation = { readonly root: Outcome; readonly dropped: Outcome }

/** What is under test, as the guest itself reports it; outcomes depend on this and on nothing else. */
export type Target = {
  /** What landlock_create_ruleset(NULL, 0, VERSION) answers. */
  readonly abi: number
  /** The errata mask, or null on a kernel that cannot be asked. */
  readonly errata: number | null
  readonly behaviours: readonly Behaviour[]
  /** The proposals that are in it; none in a merged kernel. */
  readonly designs: readonly DesignName[]
  /** Whether somebody said which proposals these are, whatever its guest found. */
  readonly isSaid?: true
  /** What was chosen where these are open, and is not usual (specs/designs/decisions.ts). */
  readonly choices?: Choices
  /** What this kernel cannot do, with its answer to the attempt, an errno or a signal; programs that need it are not run. */
  readonly lacks: Readonly<Partial<Record<Feature, string>>>
  /** How numbers of more than one byte stand in memory; with the lowest byte first if it is not said. */
  readonly byteOrder?: 'big'
  /** Bytes of a page of memory, if they are not 4096. */
  readonly pageSize?: number
  /** By `domain:type:protocol`, in numbers: every family with every type, and the protocols that matter. */
  readonly sockets: Readonly<Record<string, Creation>>
}

/** Whether a kernel has a right, a flag or a field of landlock.h: what came with its ABI or before. */
export const has = ({ abi }: Pick<Target, 'abi'>, { abi: since }: { readonly abi: number }): boolean =>
  abi >= since

/** Those of a table of rights, flags or fields that a kernel has, by name. */
export const namesIn = <N extends string>(
  target: Pick<Target, 'abi'>,
  table: Readonly<Record<N, { readonly abi: number }>>,
): readonly N[] => namesOf(table).filter(name => has(target, table[name]))

/** Whether a kernel reports an erratum as fixed; one that cannot be asked does not. */
export const isFixed = ({ errata }: Target, erratum: number): boolean =>
  (((errata ?? 0) >> (erratum - 1)) & 1) === 1

/**
 * What a target is called: `abi-11-errata-15`, or `abi-11-errata-15-big-endian` or `abi-11-errata-15-64k-pages`, and after it the designs:
 * `abi-11-errata-15+socket-create`, or `abi-11-errata-15+socket-create-v4[default_protocol=mapped]`.
 */
export const targetName = ({
  abi,
  errata,
  designs,
  choices,
  byteOrder,
  pageSize,
}: Pick<Target, 'abi' | 'errata' | 'designs' | 'choices' | 'byteOrder' | 'pageSize'>): string => {
  const merged = `abi-${abi}-errata-${errata === null ? 'unknown' : errata}`
  const named = designs.map(design => `${design}${bracketOf(design, choices)}`)
  const machine = [
    ...(byteOrder === 'big' ? ['big-endian'] : []),
    ...(pageSize === undefined ? [] : [`${pageSize / 1024}k-pages`]),
  ]
  return [[merged, ...machine].join('-'), ...named].join('+')
}
