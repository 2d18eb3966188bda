import { socketRights } from '../designs/uapi.js'
import type { Mask } from '../program.js'
import { fsRights, netRights, scopes } from '../uapi/landlock.js'

type Rights = Readonly<Record<string, { readonly bit: number; readonly abi: number }>>

const named: Rights = { ...fsRights, ...netRights, ...scopes }

const bits: Readonly<Record<string, { readonly bit: number }>> = { ...named, ...socketRights }

/** The bit number of a right; `bit_63` names itself. */
export const bitOf = (right: string): number => {
  const bit = bits[right]?.bit ?? Number(/^bit_(\d+)$/.exec(right)?.[1])
  if (!Number.isInteger(bit) || bit > 63) throw new Error(`unknown right ${right}`)
  return bit
}

/** The bits of a mask. */
export const bitsOf = (mask: Mask = []): readonly number[] => mask.map(bitOf)

/** How many low bits a class of rights has on an ABI: 2 network rights from 4 on, 4 from 10 on. */
const width = (rights: Rights, abi: number): number =>
  Object.values(rights).filter(right => right.abi <= abi).length

/** The newest ABI that brought a right. */
const newest = Math.max(...Object.values(named).map(({ abi }) => abi))

const widthsByAbi = Array.from({ length: newest + 1 }, (_, abi) => ({
  fs: width(fsRights, abi),
  net: width(netRights, abi),
  scoped: width(scopes, abi),
}))

/** The widths of all three classes on an ABI. */
export const widths = (abi: number) => {
  const found = widthsByAbi[Math.min(abi, newest)]
  if (found === undefined) throw new Error(`no ABI ${abi}`)
  return found
}

/** A mask of network rights as a number; only for masks that were checked to be narrow. */
export const toNumber = (bits: readonly number[]): number => bits.reduce((sum, bit) => sum | (1 << bit), 0)

/** The name of a network right that is given as a number. */
export const netRightOf = (access: number): string | undefined =>
  Object.entries(netRights).find(([, { bit }]) => 1 << bit === access)?.[0]

/** A network right as a number. */
export const netBit = (right: keyof typeof netRights): number => 1 << netRights[right].bit
