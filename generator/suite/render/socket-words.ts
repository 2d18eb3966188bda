import type { Address, OpOf, Port, UnixAddress } from '../../../specs/program.js'

/** A kind of socket by what socket(2) is told. */
export const socketKind = ({
  domain,
  type,
  protocol,
}: Pick<OpOf<'socket'>, 'domain' | 'type' | 'protocol'>): string =>
  [
    named('domain', domain),
    named('type', type),
    ...(protocol === 'IPPROTO_IP' ? [] : [named('protocol', protocol)]),
  ].join(', ')

const named = (what: string, value: string | number): string =>
  typeof value === 'number' ? `${what} ${value}` : value

/** A port in words. */
export const portWords = (port: Port): string =>
  typeof port === 'string' && port.startsWith('of:') ? `the port of socket ${port.slice(3)}` : `port ${port}`

/** An address in words, with what is odd about it. */
export function place(address: Address): string {
  if ('name' in address) return unixPlace(address)
  const { family, host, port, length } = address
  const usual = host.includes(':') ? 'AF_INET6' : 'AF_INET'
  const as = family === usual ? '' : `, as ${family}`
  return `${host}, ${portWords(port)}${as}${length === undefined ? '' : `, in ${length} bytes`}`
}

function unixPlace({ name }: UnixAddress): string {
  if (name === '') return 'an AF_UNIX address without a name'
  return `the ${name.startsWith('@') ? 'abstract name' : 'path'} "${name.slice(1)}"`
}

/** What a step of this kind does. */
export function sendto({ socket, address, fastopen, via }: OpOf<'sendto'>): string {
  const to = address === undefined ? 'its peer' : place(address)
  const how = via === undefined ? '' : `, by ${via}(2)`
  return `sends a byte from socket ${socket} to ${to}${how}${fastopen ? ', as TCP Fast Open' : ''}`
}

const ends = { SHUT_RD: 'reading', SHUT_WR: 'writing', SHUT_RDWR: 'reading and writing' } as const

/** What a step of this kind does. */
export const shutdown = ({ socket, how }: OpOf<'shutdown'>): string =>
  `shuts socket ${socket} down for ${ends[how]}`

/** What a step of this kind does. */
export const setsockopt = ({ socket, option, value }: OpOf<'setsockopt'>): string =>
  `sets ${option} of socket ${socket} to ${value}`

/** A kind of socket in a rule, of which -1 means any. */
export const kindWords = (
  domain: string | number,
  type: string | number,
  protocol?: string | number,
): string =>
  [
    named('domain', domain),
    type === -1 ? 'any type' : named('type', type),
    ...(protocol === undefined ? [] : [protocol === -1 ? 'any protocol' : named('protocol', protocol)]),
  ].join(', ')
