import { isNameOf, namesOf } from '../../../specs/names-of.js'
import type { Address, Host, Mask, NetPortAttr, RulesetAttr } from '../../../specs/program.js'
import { fsRights, netRights, rulesetAttr, scopes } from '../../../specs/uapi/landlock.js'
import { families, sockaddrSizes } from '../../../specs/uapi/socket.js'

/** What is named by a number in a table; the number itself where nothing is. */
export const named = <N extends string>(table: Readonly<Record<N, number>>, number: number): N | number =>
  namesOf(table).find(name => table[name] === number) ?? number

type BitNames = Readonly<Record<string, { readonly bit: number }>>

/** The names of the bits that are set. */
export function maskIn(table: BitNames, bits: bigint): Mask {
  const names = Array.from({ length: 64 }, (_, bit) =>
    (bits & (1n << BigInt(bit))) === 0n
      ? []
      : [namesOf(table).find(name => table[name]?.bit === bit) ?? `bit_${bit}`],
  )
  return names.flat()
}

const rightsOf = (field: string): BitNames =>
  field.endsWith('_fs') ? fsRights : field.endsWith('_net') ? netRights : scopes

/** struct landlock_ruleset_attr, or undefined if bytes are set that the project knows nothing of. */
export function rulesetIn(bytes: Buffer): RulesetAttr | undefined {
  const fields = namesOf(rulesetAttr).filter(field => bytes.length >= rulesetAttr[field].offset + 8)
  const known = Math.max(0, ...namesOf(rulesetAttr).map(field => rulesetAttr[field].offset + 8))
  if (bytes.subarray(known).some(byte => byte !== 0)) return undefined
  const masks = fields.map(field => {
    const bits = bytes.readBigUInt64LE(rulesetAttr[field].offset)
    return bits === 0n ? {} : { [field]: maskIn(rightsOf(field), bits) }
  })
  return Object.assign({}, ...masks)
}

/** struct landlock_net_port_attr. */
export function portRuleIn(
  bytes: Buffer,
  { ownPorts }: Pick<AddressNames, 'ownPorts'>,
): NetPortAttr | undefined {
  if (bytes.length < 16) return undefined
  const port = Number(bytes.readBigUInt64LE(8))
  ownPorts.add(port)
  return { allowed_access: maskIn(netRights, bytes.readBigUInt64LE(0)), port }
}

const hostsIn: Readonly<Record<string, Host>> = {
  '00000000': '0.0.0.0',
  '7f000001': '127.0.0.1',
  '7f000002': '127.0.0.2',
  '00000000000000000000000000000000': '::',
  '00000000000000000000000000000001': '::1',
  '00000000000000000000ffff7f000001': '::ffff:127.0.0.1',
}

/** How an address of so many bytes is to be read on a socket of that family. */
type AddressBytes = { readonly bytes: Buffer; readonly length: number; readonly domain: number }

/** What names and ports are called in a program. */
export type AddressNames = {
  readonly unixName: (name: Buffer) => string
  /** Those that the kernel chose, by the socket that was asked for it, and those that the test itself names. */
  readonly ports: Map<number, number>
  readonly ownPorts: Set<number>
}

/** Whether the kernel chooses such a port by itself (net.ipv4.ip_local_port_range). */
export const isChosen = (port: number): boolean => port >= 32_768 && port < 61_000

/** An address as it was passed; undefined if a program cannot have it. */
export function addressIn(
  { bytes, length, domain }: AddressBytes,
  { unixName, ports, ownPorts }: AddressNames,
): Address | undefined {
  const number = length < 2 || bytes.length < 2 ? domain : bytes.readUInt16LE(0)
  const family = named(families, number)
  if (typeof family === 'number' || !isNameOf(families, family)) return undefined
  if (family === 'AF_UNIX' && length >= sockaddrSizes.sa_family) {
    const name = bytes.subarray(sockaddrSizes.sa_family)
    if (name.length === 0) return { family, name: '' }
    return name[0] === 0
      ? { family, name: `@${unixName(name)}` }
      : { family, name: `/${unixName(name.subarray(0, name.indexOf(0)))}` }
  }
  const isLong =
    number === families.AF_INET6 || (number === families.AF_UNSPEC && domain === families.AF_INET6)
  const whole = Buffer.concat([bytes, Buffer.alloc(sockaddrSizes.sockaddr_in6)])
  const host = hostsIn[whole.toString('hex', isLong ? 8 : 4, isLong ? 24 : 8)]
  if (host === undefined) return undefined
  const usual = isLong ? sockaddrSizes.sockaddr_in6 : sockaddrSizes.sockaddr_in
  const port = whole.readUInt16BE(2)
  const slot = ports.get(port)
  if (slot === undefined) ownPorts.add(port)
  const address = { family, host, port: slot === undefined ? port : (`of:${slot}` as const) }
  return { ...address, ...(length === usual ? {} : { length }) }
}
