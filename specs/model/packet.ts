import type { Address, PacketAddress } from '../program.js'
import { socketTypes } from '../uapi/socket.js'
import { type Branch, fail, ok } from './branch.js'
import type { OtherCall, OtherStack } from './other-stack.js'
import { reuseOther } from './ping.js'
import { type Socket, type State, withSocket } from './state.js'

/** ETH_P_802_EX1, which nobody else sends, so that all can be counted that comes. */
const counted = 0x88b5

const isPacket = (address: Address | undefined): address is PacketAddress =>
  address !== undefined && 'device' in address

const placeOf = ({ protocol, device }: PacketAddress): string => `${protocol}:${device}`

/** A packet socket may be bound again and again (af_packet.c: packet_do_bind). */
const bind = ({ state, found: { id }, address }: OtherCall): readonly Branch[] | null => {
  if (!isPacket(address) || address.protocol === 0) return null
  return ok(withSocket(state, id, { local: { host: 'packet', port: placeOf(address) } }), 'packet.bind')
}

const hears = ({ local }: Socket, protocol: number): boolean =>
  typeof local?.port === 'string' && local.port.startsWith(`${protocol}:`)

/** What is sent over the loopback device comes to all sockets of that protocol. */
const arrive = (state: State, { net }: Socket, protocol: number): State =>
  state.sockets.reduce<State>(
    (before, one, id) =>
      one !== undefined && one.local?.host === 'packet' && one.net === net && hears(one, protocol)
        ? withSocket(before, id, { inbox: (before.sockets[id]?.inbox ?? 0) + 1 })
        : before,
    state,
  )

/** Order: the device, and then whether what is sent has a whole header (af_packet.c: packet_snd). */
const sendto = ({ state, found: { socket }, address }: OtherCall): readonly Branch[] | null => {
  if (address !== undefined && !isPacket(address)) return null
  const [protocol, device] = (
    address === undefined ? String(socket.local?.port ?? '') : placeOf(address)
  ).split(':')
  if (device !== 'lo') return fail(state, 'ENXIO', 'packet.no-device')
  if (socket.type === socketTypes.SOCK_RAW) return fail(state, 'EINVAL', 'packet.short')
  return ok(arrive(state, socket, Number(protocol)), 'packet.send')
}

const recv = ({ state, found: { id, socket } }: OtherCall): readonly Branch[] | null => {
  const isCounted = socket.local === null ? socket.protocol === 0 : hears(socket, counted)
  if (!isCounted) return null
  const inbox = socket.inbox ?? 0
  return inbox === 0
    ? fail(state, 'EAGAIN', 'recv.nothing')
    : ok(withSocket(state, id, { inbox: inbox - 1 }), 'packet.recv')
}

/** Packet sockets. */
export const packet: OtherStack = { bind, sendto, recv, setsockopt: reuseOther }
