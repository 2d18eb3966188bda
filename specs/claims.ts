import { additionsIn, additionsOf, newestAbi } from './additions.js'
import { type Erratum, errata } from './errata.js'
import type { Op } from './program.js'
import { rights } from './rights.js'
import { isFixed, type Target } from './target.js'
import type { Wrong } from './wrong.js'

/** What a kernel says that it does by reporting an ABI or an erratum. */
export type Claim = {
  /** `ABI 10` or `erratum 1`. */
  readonly name: string
  readonly says: string
  readonly cite: string
  readonly isMade: (target: Target) => boolean
  /** Why no program can tell whether the claim is true; null if one can. */
  readonly hidden: string | null
  /** The model of a kernel that reports the same and is the other way round in this. */
  readonly otherwise: Wrong
}

const uses = (op: Op, abi: number): boolean => additionsIn(op).some(one => one.abi === abi)

/** Where the rights of the network stand that an ABI brought. */
const citesOf = (abi: number): readonly string[] => [
  ...new Set(
    Object.values(rights)
      .filter(right => right.abi === abi)
      .map(({ cite }) => cite),
  ),
]

/** An ABI is turned round for the ops that use what it brought; the others know the ABI that is reported. */
const abiClaim = (abi: number): Claim => ({
  name: `ABI ${abi}`,
  says: additionsOf(abi)
    .map(({ name }) => name)
    .join(', '),
  cite: ['include/uapi/linux/landlock.h', ...citesOf(abi)].join('; '),
  isMade: target => target.abi >= abi,
  hidden: null,
  otherwise: step => (target, state, op) =>
    step(uses(op, abi) ? { ...target, abi: target.abi >= abi ? abi - 1 : abi } : target, state, op),
})

/** What a query answers is the claim itself. */
const erratumClaim = ({ number, says, cite, hidden }: Erratum): Claim => ({
  name: `erratum ${number}`,
  says,
  cite,
  isMade: target => isFixed(target, number),
  hidden,
  otherwise: step => (target, state, op) =>
    step(
      op.kind === 'query' ? target : { ...target, errata: (target.errata ?? 0) ^ (1 << (number - 1)) },
      state,
      op,
    ),
})

/** Every claim that a kernel may make or leave: each ABI after the first, and each erratum. */
export const claims: readonly Claim[] = [
  ...Array.from({ length: newestAbi - 1 }, (_, index) => abiClaim(index + 2)),
  ...errata.map(erratumClaim),
]

const claimed = new Set(claims.map(({ name }) => name))

/** What a kernel says of itself that no spec knows, so that nothing judges it: ABIs after the newest, and errata. */
export const unspecified = ({ abi, errata }: Pick<Target, 'abi' | 'errata'>): readonly string[] => [
  ...(abi > newestAbi ? [abi === newestAbi + 1 ? `ABI ${abi}` : `ABI ${newestAbi + 1} to ${abi}`] : []),
  ...(errata ?? 0)
    .toString(2)
    .split('')
    .toReversed()
    .flatMap((bit, index) => (bit === '1' ? [`erratum ${index + 1}`] : []))
    .filter(name => !claimed.has(name)),
]
