/** What the model knows a socket as; of an opaque one it knows only that no right is about it. */
export type Transport = 'tcp' | 'mptcp' | 'udp' | 'unix' | 'opaque'

/** What a right of the network may be about: calls that name an address, which the model judges by this table alone, and listening. */
export type Act = 'bind' | 'connect' | 'send' | 'listen'

/** A right of the network: its bit and its ABI, the calls and sockets that it judges, and where that stands. */
export type NetRight = {
  readonly bit: number
  readonly abi: number
  readonly transport: Transport
  /** Never none: the first is how the right is tried. */
  readonly acts: readonly [Act, ...Act[]]
  readonly cite: string
}
