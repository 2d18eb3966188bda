import fc, { type Arbitrary } from 'fast-check'
import type { Port } from '../program.js'
import type { Target } from '../target.js'
import { type Domain, domains, type Grant, type NetRightName, rightsOf } from './ops.js'

/** IPv4 or IPv6. */
export const domain = (): Arbitrary<Domain> => fc.constantFrom(...domains)

/** Two ports that no other program uses. */
export const freshPort = (): Arbitrary<Port> => fc.constantFrom<Port[]>('a', 'b')

/** A port to be given by the kernel, too. */
export const anyPort = (): Arbitrary<Port> => fc.constantFrom<Port[]>('a', 'b', 0)

/** One of the target's network rights. */
export const right = (target: Target): Arbitrary<NetRightName> => fc.constantFrom(...rightsOf(target))

/** At least one of the target's network rights. */
export const someRights = (target: Target): Arbitrary<readonly NetRightName[]> =>
  fc.subarray([...rightsOf(target)], { minLength: 1 })

/** A few rules within what is handled. */
export const grantsWithin = (handled: readonly NetRightName[], maxLength = 3): Arbitrary<readonly Grant[]> =>
  fc.array(fc.record({ allow: fc.subarray([...handled], { minLength: 1 }), port: anyPort() }), { maxLength })

/** What a layer handles, with a few rules. */
type Policy = { readonly handled: readonly NetRightName[]; readonly grants: readonly Grant[] }

export const policy = (target: Target): Arbitrary<Policy> =>
  someRights(target).chain(handled =>
    fc.record({ handled: fc.constant(handled), grants: grantsWithin(handled) }),
  )
