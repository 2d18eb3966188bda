/** What the model knows a socket as; of an opaque one it knows only that no right is about it. */
export type Transport = 'tcp' | 'mptcp' | 'udp' | 'udplite' | 'unix' | 'vsock' | 'opaque'

/** UDP-Lite has the code of UDP, and ports of its own (net/ipv4/udplite.c: udplite_prot); no right is about it. */
export const isUdp = (transport: Transport): boolean => transport === 'udp' || transport === 'udplite'

/** What a right of the network may be about: calls that name an address. */
export type Act = 'bind' | 'connect' | 'send'

/** A right of the network: its bit and its ABI, the calls and sockets that it judges, and where that stands. */
export type NetRight = {
  readonly bit: number
  readonly abi: number
  readonly transport: Transport
  /** None for a right that somebody adds who says himself which calls it judges: see model/judged-call.ts. */
  readonly acts: readonly Act[]
  readonly cite: string
}
