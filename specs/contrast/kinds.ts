import { at } from '../arbitrary/ops.js'
import { kinds, type NamedKind } from '../designs/ops.js'
import type { Address } from '../program.js'

/** A kind of socket that programs are told about, and what its addresses look like. */
export type ContrastKind = {
  /** As in "a TCP socket". */
  readonly says: string
  readonly named: NamedKind
  /** Whether it listens and accepts. */
  readonly isStream: boolean
  readonly address: (letter: 'a' | 'b') => Address
}

const inet = (says: string, named: NamedKind): ContrastKind => ({
  says,
  named,
  isStream: named.type === 'SOCK_STREAM',
  address: letter => at(letter),
})

const unix = (says: string, named: NamedKind, prefix: '@' | '/'): ContrastKind => ({
  says,
  named,
  isStream: named.type === 'SOCK_STREAM',
  address: letter => ({ family: 'AF_UNIX', name: `${prefix}${letter}` }),
})

/** The kinds that programs are told about, the usual ones first. */
export const contrastKinds: readonly ContrastKind[] = [
  inet('a TCP socket', kinds.tcp),
  inet('a UDP socket', kinds.udp),
  unix('a UNIX stream', kinds.unix, '@'),
  unix('a UNIX datagram socket', kinds.inbox, '@'),
  unix('a UNIX stream with a path', kinds.unix, '/'),
  inet('an MPTCP socket', kinds.mptcp),
]

/** A kind that few kernels have. */
export const rareKind: ContrastKind = inet('a socket of a family that the kernel does not have', {
  domain: 'AF_X25',
  type: 'SOCK_SEQPACKET',
  protocol: 'IPPROTO_IP',
})
