import { noDescriptor } from '../../../specs/ops/values.js'
import type { Allowed } from '../../../specs/outcome.js'
import type { Address, Mask, PacketAddress, Port, RulesetRef, UnixAddress } from '../../../specs/program.js'
import { vsockAny } from '../../../specs/uapi/socket.js'

/** A descriptor of a ruleset, as C names it. */
export function rulesetOf(ref: RulesetRef): string {
  if (ref === 'none') return '-1'
  if (ref === noDescriptor) return `${ref}`
  return ref === 'foreign' ? 'foreign_fd()' : `ruleset[${ref}]`
}

/** An integer constant of C, with a suffix where int is too narrow. */
export const integer = (value: number): string => (Math.abs(value) < 2 ** 31 ? `${value}` : `${value}ULL`)

/** A string literal of C. */
export const text = (value: string): string => JSON.stringify(value)

/** A record that is longer than this goes into several lines. */
const widest = 60

/** The literals of C for an outcome of `read_audit`, one for each record. */
export const logOf = (outcome: Allowed): string =>
  outcome
    .slice(1)
    .split(/(?<=\+)/)
    .flatMap(record => (record.length > widest ? record.split(/(?<=.{30},)/) : [record]))
    .map(text)
    .join(' ')

/** A port in host order, by its letter or by the socket that has it. */
export function portOf(port: Port): string {
  if (typeof port === 'number') return integer(port)
  return port.startsWith('of:') ? `port_of(sock[${Number(port.slice(3))}])` : `port('${port}')`
}

/** An address by its parts, and its length only where it is not the usual one. */
export function addressOf(address: Address): string {
  if ('name' in address) return unixOf(address)
  if ('hash' in address) return `alg_hash(${text(address.hash)})`
  if ('device' in address) return packetsOf(address)
  if ('cid' in address) return `vsock(${vsockNumber(address.cid)}, ${vsockPort(address.port)})`
  const { family, host, port, length } = address
  const layout = host.includes(':') ? 'ipv6' : 'ipv4'
  const whole = `${layout}(${family}, ${text(host)}, ${portOf(port)})`
  return length === undefined ? whole : `with_length(${whole}, ${length})`
}

const deviceNames = { all: 'ALL_DEVICES', lo: 'LOOPBACK_DEVICE' } as const

const packetsOf = ({ protocol, device }: PacketAddress): string =>
  `packets(0x${protocol.toString(16)}, ${deviceNames[device]})`

/** All ones stand for any context, and for any port. */
const vsockNumber = (value: number): string => (value === vsockAny ? '-1' : `${value}U`)

const vsockPort = (port: Port): string => (typeof port === 'number' ? vsockNumber(port) : portOf(port))

function unixOf({ name }: UnixAddress): string {
  if (name === '') return 'unix_nameless()'
  return `unix_${name.startsWith('@') ? 'abstract' : 'file'}(${text(name.slice(1))})`
}

/** The prefix that landlock.h gives to the rights of a field. */
export const prefixOf = (field: string): string => {
  if (field.endsWith('scoped')) return 'LANDLOCK_SCOPE_'
  if (field.endsWith('_socket')) return 'LANDLOCK_ACCESS_SOCKET_'
  return field.endsWith('_fs') ? 'LANDLOCK_ACCESS_FS_' : 'LANDLOCK_ACCESS_NET_'
}

/** A mask of rights by their names in landlock.h. */
export const maskOf = (prefix: string, mask: Mask): string =>
  mask.map(right => bitOf(right) ?? prefix + right.toUpperCase()).join(' | ') || '0'

function bitOf(right: string): string | undefined {
  const bit = /^bit_(\d+)$/.exec(right)?.[1]
  return bit === undefined ? undefined : `1ULL << ${bit}`
}

type FlagTable = Readonly<Record<string, { readonly bit: number }>>

/** 32 bits of flags: those with a name by their name, the rest in hex. */
export function flagsOf(prefix: string, known: FlagTable, value = 0): string {
  const flags = Object.entries(known).filter(([, { bit }]) => (value >>> bit) & 1)
  const rest = flags.reduce((left, [, { bit }]) => left & ~(1 << bit), value) >>> 0
  const names = flags.map(([name]) => prefix + name.toUpperCase())
  return [...names, ...(rest === 0 ? [] : [`0x${rest.toString(16)}U`])].join(' | ') || '0'
}

/** The macros of names of UNIX sockets, by where these are. */
const nameMacros: Readonly<Record<string, string>> = {
  '@': 'ABSTRACT_NAME',
  '/': 'PATH_NAME',
  '/in/': 'INNER_NAME',
}

/** What a step may give, as its EXPECT macro compares it. */
export function outcomeOf(outcome: Allowed): string {
  if (outcome === '!EACCES') return 'NOT_DENIED'
  if (outcome === '=ephemeral') return 'EPHEMERAL'
  if (/^=[a-d]$/.test(outcome)) return `port('${outcome.slice(1)}')`
  if (/^=\d+$/.test(outcome)) return outcome.slice(1)
  if (outcome === '=dropped') return 'DROPPED'
  if (outcome === '=nobody') return 'NO_SENDER'
  const [, place, letter] = /^=(@|\/in\/|\/)(.)$/.exec(outcome) ?? []
  if (place !== undefined) return `${nameMacros[place]}('${letter}')`
  if (outcome.startsWith('=')) throw new Error(`no step observes ${outcome}`)
  if (outcome === 'OK') return outcome
  const nameless = /^E(\d+)$/.exec(outcome)?.[1]
  return `-${nameless ?? outcome}`
}
