import type { Allowed } from '../../specs/outcome.js'
import type { Target } from '../../specs/target.js'
import { numbered } from '../suite/render/alone/numbers.js'
import type { Law, Test } from '../suite/suite.js'
import type { Predicted } from './carried.js'
import { controlOf } from './control.js'
import { rangeOf } from './range.js'
import type { TopicTests } from './selftest-file.js'
import { type ProgramVariants, shapesOf } from './shapes.js'
import { stepsOf } from './steps.js'
import { type Topic, topicOf, topics } from './topics.js'

/** Numbers in place of the letters of ports, as no other program runs in the network of a test. */
function withNumbers(test: Predicted, control: Predicted['allowed'] | undefined) {
  const { program, outcome } = numbered(test.program)
  const numberedOutcomes = (all: Predicted['allowed']): Predicted['allowed'] =>
    all.map(some => some.map((one): Allowed => (one === '!EACCES' ? one : outcome(one))))
  return {
    one: { program, allowed: numberedOutcomes(test.allowed) },
    control: control === undefined ? undefined : numberedOutcomes(control),
  }
}

/** A program as an exported test has it, and the same without a sandbox. */
export function variantsOf(target: Target, test: Predicted): ProgramVariants {
  const { one, control } = withNumbers(test, controlOf(target, test))
  const range = rangeOf(target, test.program)
  return {
    program: { isControl: false, range, steps: stepsOf(one, target.abi) },
    control:
      control === undefined
        ? undefined
        : { isControl: true, range, steps: stepsOf(one, target.abi, control) },
  }
}

/** What is exported of a suite: programs of its laws, by what these are about. */
export function topicTests(
  target: Target,
  laws: readonly Law[],
  { all, taken }: { readonly all: readonly Test[]; readonly taken: readonly Test[] },
): readonly TopicTests[] {
  const inLaw = (tests: readonly Test[], name: string): readonly Test[] =>
    tests.filter(({ law }) => law === name)
  const groups = laws.map(({ name }) => ({
    topic: topicOf(inLaw(all, name).map(({ program }) => program)),
    shapes: shapesOf(
      name,
      inLaw(taken, name).map(test => variantsOf(target, test)),
    ),
  }))
  const names = Object.keys(topics).filter((name): name is Topic => Object.hasOwn(topics, name))
  return names
    .map(topic => ({
      ...{ name: topic, about: topics[topic], laws, abi: target.abi },
      shapes: groups.flatMap(group => (group.topic === topic ? group.shapes : [])),
    }))
    .filter(({ shapes }) => shapes.length > 0)
}
