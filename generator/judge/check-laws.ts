import { predict, traceOf } from '../../specs/model/predict.js'
import { step } from '../../specs/model/step.js'
import { type Spec, speaks } from '../../specs/spec.js'
import { type Target, targetName } from '../../specs/target.js'
import { catalog } from '../suite/catalog.js'
import { checkChoice } from '../suite/draw.js'
import { loadLaws } from '../suite/laws.js'
import { sample } from '../suite/sample.js'
import type { Test } from '../suite/suite.js'
import { loadKnown } from './known.js'

/** A law on which something is wrong with the model alone: it does not hold there, or on its wrong model it does. */
export type WrongLaw = {
  readonly law: string
  readonly claim: string
  readonly place: string
  readonly why: string
  /** The smallest program on which it does not hold. */
  readonly program: Test['program'] | null
}

/** What laws are on the model of a target. */
export type LawCheck = {
  readonly target: string
  /** How many speak of it. */
  readonly laws: number
  readonly programs: number
  readonly wrong: readonly WrongLaw[]
}

/** Tries laws without a kernel: each has to hold on the model, but for what is known, and to fail on the wrong model that it names. Error: E_LAW. */
export async function tryLaws(target: Target, seed: number, filter?: string): Promise<LawCheck> {
  await checkChoice({ seed, ...(filter === undefined ? {} : { filter }) })
  const [laws, catalogued, { known }] = await Promise.all([loadLaws(), catalog(), loadKnown()])
  const asked = laws.filter(law => law.name.includes(filter ?? '') && speaks(law, target))
  const tests = asked.length === 0 ? [] : sample(asked, target, seed)
  const wrong = asked.flatMap(law => {
    const own = tests.filter(test => test.law === law.name)
    const broken = own.find(
      test =>
        !law.holds(traceOf(test.program, test), target) &&
        !known.some(one => one.law === law.name && one.clause === test.clauses.at(-1)?.[0]),
    )
    const why = whyWrong(law, own, broken, target)
    const { claim = '', place = '' } = catalogued.find(({ name }) => name === law.name) ?? {}
    return why === null ? [] : [{ law: law.name, claim, place, why, program: broken?.program ?? null }]
  })
  return { target: targetName(target), laws: asked.length, programs: tests.length, wrong }
}

function whyWrong(law: Spec, own: readonly Test[], broken: Test | undefined, target: Target): string | null {
  if (own.length === 0) return 'it has no program of which the model says anything'
  if (broken !== undefined) return 'it does not hold on the model'
  const isRefuted = own.some(({ program }) => {
    const other = predict(target, program, law.refutedBy(step))
    return other !== undefined && !law.holds(traceOf(program, other), target)
  })
  return isRefuted ? null : 'it holds on its wrong model as well, so that it says nothing'
}
