import { continuations, programOf, type Story } from '../../specs/contrast/stories.js'
import type { ClauseId } from '../../specs/model/clauses.js'
import { type Prediction, predict } from '../../specs/model/predict.js'
import type { Program } from '../../specs/program.js'
import type { Target } from '../../specs/target.js'
import { type Cause, causeOf, choiceOf } from './cause.js'
import { both, type Pair, predictedStep } from './pair.js'

/** A story on which two targets part, up to where they do, in the words of each. */
export type DivergencePoint = {
  readonly story: Story
  readonly programs: Pair<Program>
  /** What the model allows there. */
  readonly outcomes: Pair<string>
  readonly clauses: Pair<ClauseId>
  /** What of the targets makes the difference, where the program is the same to both. */
  readonly cause: Cause | null
}

/** How many steps of a program come behind its sandbox. */
const behind = ({ after, calls }: Story): number => after.length + calls.length

/** A prediction without the steps of the sandbox, which each side has as many of as it has words. */
const aligned = (prediction: Prediction, { ops }: Program, story: Story): Prediction => {
  const isShared = (_: unknown, step: number) =>
    step < story.before.length || step >= ops.length - behind(story)
  return {
    allowed: prediction.allowed.filter(isShared),
    clauses: prediction.clauses.filter(isShared),
  }
}

/** Whether everything up to the sandbox and in it succeeds: else the story is not the one that it says. */
const isSo = ({ allowed }: Prediction, { ops }: Program, story: Story): boolean =>
  story.history === null ||
  allowed.slice(0, ops.length - behind(story)).every(one => one.length === 1 && one[0] === 'OK')

/** The steps of both sides without their sandboxes; undefined where the model does not speak about one of them. */
function predictAligned(targets: Pair<Target>, story: Story): Pair<Prediction> | undefined {
  const programs = both(targets, target => programOf(target, story))
  const [a, b] = [predict(targets[0], programs[0]), predict(targets[1], programs[1])]
  if (a === undefined || b === undefined) return undefined
  if (!isSo(a, programs[0], story) || !isSo(b, programs[1], story)) return undefined
  return [aligned(a, programs[0], story), aligned(b, programs[1], story)]
}

/** The first steps of a story; without its sandbox if they do not come so far. */
const cut = (story: Story, length: number): Story => {
  const { before, after, calls } = story
  const inside = Math.max(0, length - before.length)
  return {
    ...story,
    before: before.slice(0, length),
    after: after.slice(0, inside),
    calls: calls.slice(0, Math.max(0, inside - after.length)),
    policy: inside === 0 ? null : story.policy,
  }
}

/** Where two targets part in a story, if they do. */
function pointIn(
  targets: Pair<Target>,
  reported: Story,
  predictions: Pair<Prediction>,
): DivergencePoint | undefined {
  const step = predictedStep(predictions)
  const [here, there] = both(predictions, ({ clauses }) => clauses[step]?.[0])
  if (here === undefined || there === undefined) return undefined
  const story = cut(reported, step + 1)
  return {
    story,
    programs: both(targets, target => programOf(target, story)),
    outcomes: both(predictions, ({ allowed }) => allowed[step]?.join(' or ') ?? ''),
    clauses: [here, there],
    cause: causeIn(targets, story, step),
  }
}

/** What makes the difference, where both are told the same program: without a sandbox, or in the words of the same designs. */
function causeIn(targets: Pair<Target>, story: Story, step: number): Cause | null {
  if (story.policy === null) return causeOf(targets, { ops: story.before }, step) ?? null
  const [one, other] = both(targets, target => programOf(target, story))
  if (JSON.stringify(one) !== JSON.stringify(other)) return null
  return choiceOf(targets, one, one.ops.length - 1) ?? null
}

/** Whether what is told last came to something on both sides, so that it can go on. */
const goesOn = (predictions: Pair<Prediction>): boolean =>
  !predictions.some(({ allowed }) => isRefusal(allowed.at(-1)?.join(' or ') ?? ''))

/** The partings in a story and in those that go on with it until they part; null for each that does not part. */
export function* divergencePoints(targets: Pair<Target>, story: Story): Generator<DivergencePoint | null> {
  const predictions = predictAligned(targets, story)
  if (predictions === undefined) return
  const point = pointIn(targets, story, predictions) ?? null
  yield point
  if (point !== null || !goesOn(predictions)) return
  for (const next of continuations(story)) yield* divergencePoints(targets, next)
}

/** Whether an outcome is an errno and nothing else. */
export const isRefusal = (outcome: string): boolean => /^E[A-Z0-9]+$/.test(outcome)
