import type { Address, InetAddress, Op } from '../program.js'
import { families } from '../uapi/socket.js'
import type { Branch, FoundSocket } from './branch.js'
import { lengthOf } from './ports.js'
import type { PortKey, Process, Socket, State } from './state.js'

/** What is sent: so many bytes, which may be an echo request of ICMP. */
export type Sent = { readonly bytes: number; readonly isEcho: boolean; readonly isUrgent?: boolean }

/** A call on a socket of a stack that no right is about; the address is the one that the kernel sees, and its port that of the model. */
export type OtherCall = {
  readonly state: State
  readonly process: Process
  readonly found: FoundSocket
  readonly op: Op
  readonly address: Address | undefined
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

/** An address of the socket's own family, whole, and of this machine: what every stack of IP takes. */
export const plainInet = ({ family }: Socket, address: Address | undefined): InetAddress | null => {
  if (address === undefined || !('host' in address)) return null
  const isInet6 = family === families.AF_INET6
  const [own, layout] = isInet6 ? (['AF_INET6', 28] as const) : (['AF_INET', 16] as const)
  if (address.family !== own || lengthOf(address) !== layout) return null
  return address.host === (isInet6 ? '::1' : '127.0.0.1') ? address : null
}

/** connect(2) to AF_UNSPEC. */
export const isUnspec = (address: Address | undefined): boolean =>
  address !== undefined && 'host' in address && address.family === 'AF_UNSPEC' && lengthOf(address) >= 16
