import fc, { type Arbitrary } from 'fast-check'
import { vsockAny, vsockLocal } from '../../uapi/socket.js'
import { type Field, hex, mostly } from '../field.js'
import {
  type Address,
  type AlgAddress,
  devices,
  type Host,
  hosts,
  type InetAddress,
  type PacketAddress,
  type Port,
  type UnixAddress,
  type VsockAddress,
} from '../values.js'

/** An address, of IP alone where the call takes no other. */
export type AddressField<T extends Address = Address> = Field<'address', T> & { readonly isInet: boolean }

/** The family that goes with a layout. */
const familyOf = (host: Host) => (host.includes(':') ? 'AF_INET6' : 'AF_INET')

/** Every kind of port: letters, that of a socket, one that the kernel chooses, one that takes a capability. */
export const anyPort = (): Arbitrary<Port> => fc.constantFrom<Port[]>('a', 'a', 'b', 0, 80, 'of:0', 'of:1')

/** A letter is the simplest port, but for those that are 0. */
export const simplerPorts = (port: Port): readonly Port[] => (port === 'a' || port === 0 ? [] : ['a'])

/** A port in words. */
export const portWords = (port: Port): string =>
  typeof port === 'string' && port.startsWith('of:') ? `the port of socket ${port.slice(3)}` : `port ${port}`

const anyInet = (): Arbitrary<InetAddress> =>
  fc
    .record(
      {
        host: fc.constantFrom<Host[]>('127.0.0.1', '127.0.0.1', '::1', ...hosts),
        port: anyPort(),
        odd: fc.nat({ max: 11 }),
        length: fc.constantFrom(0, 2, 15, 16, 24, 28, 128),
      },
      { requiredKeys: ['host', 'port', 'odd'] },
    )
    .map(({ host, port, odd, length }) => ({
      family: odd === 0 ? 'AF_UNSPEC' : odd === 1 ? 'AF_INET6' : familyOf(host),
      host,
      port,
      ...(length === undefined || odd % 3 !== 0 ? {} : { length }),
    }))

const anyUnix = (): Arbitrary<UnixAddress> =>
  fc
    .constantFrom<UnixAddress['name'][]>('@a', '@b', '/a', '/b', '/in/a', '')
    .map(name => ({ family: 'AF_UNIX' as const, name }))

const anyVsock = (): Arbitrary<VsockAddress> =>
  fc
    .record({
      cid: fc.constantFrom(vsockLocal, vsockLocal, vsockAny),
      port: fc.constantFrom<Port[]>('a', 'a', 'b', vsockAny),
    })
    .map(place => ({ family: 'AF_VSOCK', ...place }))

/** ETH_P_ALL, and ETH_P_802_EX1, which nobody sends. */
const protocols = [3, 0x88b5] as const

const anyPacket = (): Arbitrary<PacketAddress> =>
  fc
    .record({ protocol: fc.constantFrom(...protocols), device: fc.constantFrom(...devices) })
    .map(place => ({ family: 'AF_PACKET', ...place }))

const anyHash = (): Arbitrary<AlgAddress> =>
  fc.constantFrom('sha256', 'none').map(hash => ({ family: 'AF_ALG', hash }))

const simplerVsock = (address: VsockAddress): readonly VsockAddress[] => [
  ...(address.cid === vsockLocal ? [] : [{ ...address, cid: vsockLocal }]),
  ...simplerPorts(address.port).map(port => ({ ...address, port })),
]

function simplerInet(address: InetAddress): readonly InetAddress[] {
  const { family, host, port, length, ...rest } = address
  const usual = familyOf(host)
  return [
    ...(length === undefined ? [] : [{ ...rest, family, host, port }]),
    ...(family === usual ? [] : [{ ...address, family: usual } as const]),
    ...(host === '127.0.0.1' ? [] : [{ ...address, family: 'AF_INET', host: '127.0.0.1' } as const]),
    ...simplerPorts(port).map(simpler => ({ ...address, port: simpler })),
  ]
}

const simplerUnix = ({ family, name }: UnixAddress): readonly UnixAddress[] => {
  if (name === '') return []
  const short = `@${name.slice(1, 2)}` as const
  return [...(name === short ? [] : [{ family, name: short }]), { family, name: '' }]
}

const vsockNumber = (value: Port): Port | 'any' => (value === vsockAny ? 'any' : value)

function call(address: Address): string {
  if ('name' in address) return address.name || 'AF_UNIX without a name'
  if ('cid' in address) return `vsock ${vsockNumber(address.cid)}:${vsockNumber(address.port)}`
  if ('device' in address) return `packets ${hex(address.protocol)} of ${address.device}`
  if ('hash' in address) return `hash ${address.hash}`
  const { family, host, port, length } = address
  const text = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const as = family === familyOf(host) ? '' : ` as ${family}`
  return text + as + (length === undefined ? '' : `, length ${length}`)
}

function says(address: Address): string {
  if ('name' in address) return unixPlace(address)
  if ('cid' in address) return vsockPlace(address)
  if ('device' in address) return packetPlace(address)
  if ('hash' in address) return `the hash "${address.hash}"`
  const { family, host, port, length } = address
  const as = family === familyOf(host) ? '' : `, as ${family}`
  return `${host}, ${portWords(port)}${as}${length === undefined ? '' : `, in ${length} bytes`}`
}

function unixPlace({ name }: UnixAddress): string {
  if (name === '') return 'an AF_UNIX address without a name'
  return `the ${name.startsWith('@') ? 'abstract name' : 'path'} "${name.slice(1)}"`
}

function vsockPlace({ cid, port }: VsockAddress): string {
  const context = cid === vsockAny ? 'any context' : cid === vsockLocal ? 'this context' : `context ${cid}`
  return `${context} of vsock, ${port === vsockAny ? 'any port' : portWords(port)}`
}

const packetPlace = ({ protocol, device }: PacketAddress): string =>
  `packets of protocol ${hex(protocol)} of ${device === 'all' ? 'all devices' : 'the loopback device'}`

/** An address of IP. */
export const inetAddress = (): AddressField<InetAddress> => ({
  ...{ field: 'address', isInet: true, call, says },
  draw: anyInet,
  shrink: simplerInet,
})

function simpler(address: Address): readonly Address[] {
  if ('name' in address) return simplerUnix(address)
  if ('cid' in address) return simplerVsock(address)
  return 'host' in address ? simplerInet(address) : []
}

/** Addresses that are none of IP nor of UNIX. */
const anyOther = (): Arbitrary<Address> => mostly<Address>(anyVsock(), fc.oneof(anyPacket(), anyHash()), 3)

/** An address of IP, a name of UNIX, or one of another family. */
export const address = (): AddressField => ({
  ...{ field: 'address', isInet: false, call, says },
  draw: () => mostly<Address>(anyInet(), mostly<Address>(anyUnix(), anyOther(), 4), 6),
  shrink: simpler,
})
