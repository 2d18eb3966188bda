import type { Target } from '../../specs/target.js'
import type { LawCheck, WrongLaw } from '../judge/check-laws.js'
import { predicted } from '../suite/draw.js'
import { describeStep, explained } from '../suite/explain.js'

/** What laws are on the model, in words: each that is wrong with its smallest program and what the model says of that. */
export const lawCheckText = ({ target: name, laws, programs, wrong }: LawCheck, target: Target): string =>
  [
    ...wrong.map(one => wrongText(one, target)),
    `${laws - wrong.length} of ${laws} laws hold on the model of ${name} and fail on the wrong model that each names: ${programs} programs`,
  ].join('\n\n')

const wrongText = ({ law, claim, place, why, program }: WrongLaw, target: Target): string =>
  [
    `${law}: ${why}`,
    `  ${claim}`,
    `  ${place}`,
    ...(program === null
      ? []
      : explained(program, predicted(target, program, law)).flatMap(step =>
          describeStep(step)
            .split('\n')
            .map(line => `    ${line}`),
        )),
  ].join('\n')
