import { type Claim, claims } from '../../specs/claims.js'
import { step } from '../../specs/model/step.js'
import { type Allowed, covers, type Outcome } from '../../specs/outcome.js'
import { predictPrefix } from '../../specs/prefix.js'
import type { Target } from '../../specs/target.js'
import type { ClaimResult, Observation, Suite, Test } from '../suite/suite.js'

const allows = (allowed: readonly Allowed[] | undefined, outcome: Outcome): boolean =>
  allowed?.some(one => covers(one, outcome)) === true

const differ = (one: readonly Allowed[], other: readonly Allowed[] | undefined): boolean =>
  other !== undefined && (one.length !== other.length || one.some(each => !other.includes(each)))

/** What one program says about a claim, at the first op that tells it from its contrary. */
function testify(
  test: Test,
  { outcomes }: Observation,
  target: Target,
  claim: Claim,
): 'kept' | 'broken' | 'nothing' {
  const contrary = predictPrefix(target, test.program, claim.otherwise(step))?.allowed
  const at = test.allowed.findIndex((allowed, index) => differ(allowed, contrary?.[index]))
  const observed = outcomes[at]
  if (observed === undefined) return 'nothing'
  if (!outcomes.slice(0, at).every((outcome, index) => allows(test.allowed[index], outcome))) return 'nothing'
  const [asClaimed, asContrary] = [allows(test.allowed[at], observed), allows(contrary?.[at], observed)]
  if (asClaimed === asContrary) return 'nothing'
  return asClaimed ? 'kept' : 'broken'
}

function describeClaim(claim: Claim, isMade: boolean, kept: number, broken: number): string {
  if (broken === 0) return kept > 0 ? '' : (claim.hidden ?? 'no program of this suite tells')
  const count = `${broken} of ${kept + broken} programs that tell`
  return isMade
    ? `claims ${claim.name} and does not do it (${claim.says}): ${count}`
    : `does what ${claim.name} is about without claiming it (${claim.says}): ${count}`
}

function judgeClaim(claim: Claim, suite: Suite, observations: ReadonlyMap<string, Observation>): ClaimResult {
  const isMade = claim.isMade(suite.target)
  const said = suite.tests.flatMap(test => {
    const observation = observations.get(test.name)
    return observation === undefined || claim.hidden !== null
      ? []
      : [testify(test, observation, suite.target, claim)]
  })
  const kept = said.filter(one => one === 'kept').length
  const broken = said.filter(one => one === 'broken').length
  return {
    claim: claim.name,
    says: claim.says,
    cite: claim.cite,
    isMade,
    verdict: broken > 0 ? 'broken' : kept > 0 ? 'kept' : 'untold',
    kept,
    broken,
    words: describeClaim(claim, isMade, kept, broken),
  }
}

/** Whether a kernel does what it claims, and only that, as its programs showed. */
export const judgeClaims = (
  suite: Suite,
  observations: ReadonlyMap<string, Observation>,
): readonly ClaimResult[] => claims.map(claim => judgeClaim(claim, suite, observations))
