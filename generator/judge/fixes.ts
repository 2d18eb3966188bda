import { behaviourNames, behaviours } from '../../specs/behaviours.js'
import { unspecified } from '../../specs/claims.js'
import type { Behaviour } from '../../specs/target.js'
import type { Report } from '../guest/ktap.js'
import type { ClaimResult } from '../suite/suite.js'
import { isWithin, type Lack } from './known.js'

/** What a kernel does that neither ABI nor errata tell, beside what is expected of it. */
export type Fixes = { readonly claims: readonly ClaimResult[]; readonly notes: readonly string[] }

/**
 * Whether a kernel does what every kernel of its ABI is expected to do. The model follows what the guest saw, so that no program would
 * tell: what is missing is a difference, unless its release is known to lack it.
 */
export function judgeFixes(report: Report, lacks: readonly Lack[]): Fixes {
  const { target, release } = report
  const isExpected = (name: Behaviour): boolean => target.abi >= behaviours[name].from
  const has = (name: Behaviour): boolean => target.behaviours.includes(name)
  const lacking = new Map(behaviourNames.map(name => [name, lacks.find(lack => isOf(lack, name, release))]))
  const expected = behaviourNames.filter(isExpected)
  return {
    claims: expected
      .filter(name => has(name) || lacking.get(name) === undefined)
      .map(name => claimOf(name, has(name), report)),
    notes: [
      ...unspecified(target).map(
        name => `reports ${name}, which the specs do not know: it was not looked at`,
      ),
      ...expected.flatMap(name => {
        const lack = has(name) ? undefined : lacking.get(name)
        const { says } = behaviours[name]
        return lack === undefined ? [] : [`lacks, as specs/known/${lack.file} knows: ${says} (${lack.cite})`]
      }),
      ...behaviourNames
        .filter(name => !isExpected(name) && has(name))
        .map(name => `does what only ABI ${behaviours[name].from} is expected to: ${behaviours[name].says}`),
    ],
  }
}

const isOf = ({ behaviour, releases }: Lack, name: Behaviour, release: string): boolean =>
  behaviour === name && isWithin(releases, release)

function claimOf(name: Behaviour, isKept: boolean, { untold: unreported }: Report): ClaimResult {
  const { says, cite, from } = behaviours[name]
  const isUnreported = !isKept && unreported.includes(name)
  return {
    ...{ claim: name, says, cite, isMade: true },
    verdict: isKept ? 'kept' : isUnreported ? 'untold' : 'broken',
    kept: 0,
    broken: 0,
    words: isKept
      ? ''
      : isUnreported
        ? 'the guest cannot find it out'
        : `does not do what kernels do from ABI ${from} on: ${says}`,
  }
}
