import { chosen } from '../../specs/designs/choices.js'
import { type Decision, type DecisionName, decisions } from '../../specs/designs/decisions.js'
import { predict } from '../../specs/model/predict.js'
import { namesOf } from '../../specs/names-of.js'
import { upTo } from '../../specs/ops/at-once.js'
import type { Op } from '../../specs/program.js'
import type { Target } from '../../specs/target.js'

/** What was seen, and where in a program. */
type OutcomeSeen = { readonly ops: readonly Op[]; readonly step: number | null; readonly observed: string }

/** Whether what was seen is allowed to a target. */
const allows = (target: Target, { ops, step, observed }: OutcomeSeen): boolean => {
  if (step === null) return false
  const allowed: readonly string[] = predict(target, { ops: upTo(ops, step) })?.allowed[step] ?? []
  return allowed.includes(observed)
}

/** The open decisions of what a target has. */
const openIn = ({ designs }: Target): readonly DecisionName[] =>
  namesOf(decisions).filter(name => designs.some(design => design === decisions[name].design))

const words = (name: DecisionName, here: string, there: string): string => {
  const { asks, choices }: Decision = decisions[name]
  return `${asks}: it is judged by ${name}=${here}, ${choices[here]?.says}; it would be allowed by ${name}=${there}, ${choices[there]?.says}`
}

/** The open decision on which a difference hangs, in words: the kernel does what another choice of it is; undefined if none alone tells. */
export function hangsOn(target: Target, seen: OutcomeSeen): string | undefined {
  for (const name of openIn(target)) {
    const here = chosen(target, name)
    const others = namesOf(decisions[name].choices).filter(choice => choice !== here)
    const there = others.find(choice =>
      allows({ ...target, choices: { ...target.choices, [name]: choice } }, seen),
    )
    if (there !== undefined) return words(name, here, there)
  }
  return undefined
}
