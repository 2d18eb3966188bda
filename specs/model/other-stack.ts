import type { Address, InetAddress, Op } from '../program.js'
import { families } from '../uapi/socket.js'
import type { Branch, FoundSocket } from './branch.js'
import { lengthOf } from './ports.js'
import type { PortKey, Process, Socket, State } from './state.js'

/** What is sent: so many bytes, which may be an echo request of ICMP. */
export type Sent = { readonly bytes: number; readonly isEcho: boolean; readonly isUrgent?: boolean }

/**
 * A call on a socket of a stack that no right is about; the address is the one that the kernel sees, and once more as one of IP's
 * layout or as the name of a hash, if it is one; its port is that of the model.
 */
export type OtherCall = {
  readonly state: State
  readonly process: Process
  readonly found: FoundSocket
  readonly op: Op
  readonly address: Address | undefined
  readonly inet: InetAddress | undefined
  readonly hash: string | undefined
  readonly port: PortKey
  readonly sent: Sent
}

/** What a stack answers to a call; null where the model says no more than that it is no denial. */
type StackAnswer = (call: OtherCall) => readonly Branch[] | null

/** The calls of which a stack may be asked. */
export type OtherCallName =
  | 'bind'
  | 'connect'
  | 'listen'
  | 'accept'
  | 'sendto'
  | 'recv'
  | 'shutdown'
  | 'getpeername'
  | 'setsockopt'

/** What a stack answers, call by call. */
export type OtherStack = Readonly<Partial<Record<OtherCallName, StackAnswer>>>

/** The address, if it has the layout of one of IP, whatever its family says. */
export const inetOf = (address: Address | undefined): InetAddress | undefined =>
  address !== undefined && 'host' in address ? address : undefined

/** An address of the socket's own family, whole, and of this machine: what every stack of IP takes. */
export const plainInet = ({ family }: Socket, inet: InetAddress | undefined): InetAddress | null => {
  if (inet === undefined) return null
  const isInet6 = family === families.AF_INET6
  const [own, layout] = isInet6 ? (['AF_INET6', 28] as const) : (['AF_INET', 16] as const)
  if (inet.family !== own || lengthOf(inet) !== layout) return null
  return inet.host === (isInet6 ? '::1' : '127.0.0.1') ? inet : null
}

/** connect(2) to AF_UNSPEC. */
export const isUnspec = (inet: InetAddress | undefined): boolean =>
  inet?.family === 'AF_UNSPEC' && lengthOf(inet) >= 16
