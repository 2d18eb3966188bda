import { join } from 'node:path'
import { bracketOf } from '../../../specs/designs/choices.js'
import { predict } from '../../../specs/model/predict.js'
import { covers } from '../../../specs/outcome.js'
import type { Target } from '../../../specs/target.js'
import { targetName } from '../../../specs/target.js'
import { readObservations, readTarget } from '../../guest/ktap.js'
import { observe } from '../../guest/observe.js'
import { checkName, checkTwo, type NamedTarget, sideIn, withSide } from '../../guest/target-spec.js'
import { parseRef } from '../../kernel/ref.js'
import { programsOf } from '../../kernel/resolve.js'
import type { ContrastReport, DescribedDifference, GuestOutcome, Witness } from '../../report/contrast.js'
import { type Job, type Ready, ready, startJob } from '../../run/job.js'
import { scratchFolder } from '../../shared/cache.js'
import { ToolError } from '../../shared/error.js'
import type { Progress } from '../../shared/progress.js'
import { buildSuite } from '../../suite/build-suite.js'
import { checkTarget, programId } from '../../suite/codec.js'
import type { Law, Observation, Suite, Test } from '../../suite/suite.js'
import { suiteFiles } from '../../suite/suite-files.js'
import type { DivergencePoint } from '../divergence-point.js'
import { both, type Pair } from '../pair.js'

/** Adds to a report what guests gave. */
export type Confirm = (
  report: ContrastReport,
  points: readonly (readonly DivergencePoint[])[],
) => Promise<ContrastReport>

type Finish = (named: Pair<NamedTarget>, asked: Confirm) => Promise<ContrastReport>

const named = (name: string): readonly string[] => {
  const { designs = [], choices } = sideIn(name) ?? {}
  return designs.map(design => `${design}${bracketOf(design, choices)}`)
}

const withDesigns = (ref: string, names: readonly string[]): string => {
  const parsed = parseRef(ref)
  const designs = [...new Set(names.flatMap(named))]
  return parsed.kind === 'lab' && parsed.designs.length === 0 && designs.length > 0
    ? `${ref}:${designs.join(',')}`
    : ref
}

/** One kernel has one choice of each decision. */
const haveOneKernel = (names: Pair<string>): boolean => {
  const [a, b] = names.map(name => JSON.stringify(sideIn(name)?.choices ?? {}))
  return a === b
}

/** The kernel of each side, one for both or one each; a lab kernel without designs is given those of its sides. Error: E_USAGE. */
export function kernelsFor(names: Pair<string>, refs: readonly string[]): Pair<string> {
  const [one, other, more] = refs
  if (one === undefined || more !== undefined)
    throw new ToolError('E_USAGE', 'Give --kernel once for a kernel of both sides, or twice for one each.')
  if (other === undefined && haveOneKernel(names)) return [withDesigns(one, names), withDesigns(one, names)]
  if (other === undefined) return [withDesigns(one, [names[0]]), withDesigns(one, [names[1]])]
  return [withDesigns(one, [names[0]]), withDesigns(other, [names[1]])]
}

/** A side as its kernel has it. Error: E_TARGET where that is something else. */
function sideOn(name: string, ref: string, reported: Target): NamedTarget {
  const side = sideIn(name)
  if (side === undefined && `${targetName(reported)}-`.startsWith(`${name}-`))
    return { name, target: reported }
  if (side?.designs.every(design => reported.designs.includes(design)) && areChosen(side, reported))
    return { name, target: withSide(reported, side) }
  throw new ToolError(
    'E_TARGET',
    `${ref} is ${targetName(reported)}, which is not ${name}: name a kernel for each side by --kernel, that of ${name} ${side === undefined ? 'as it was probed' : `such as lab:${name}`}.`,
  )
}

/** Whether a kernel has what a side has chosen of its designs. */
const areChosen = ({ designs, choices }: Pick<Target, 'designs' | 'choices'>, reported: Target): boolean =>
  designs.every(name => bracketOf(name, choices) === bracketOf(name, reported.choices))

const law: Law = {
  name: 'contrast',
  claim: 'Two sides part where the model says so.',
  place: 'generator/compare/contrast/guests.ts',
}

/** The programs of one side, each once, with what its model allows. */
function testsOf(
  { target }: NamedTarget,
  side: 0 | 1,
  partings: readonly DivergencePoint[],
): readonly Test[] {
  const programs = new Map(partings.map(({ programs }) => [programId(programs[side]), programs[side]]))
  return [...programs].map(([id, program], index) => {
    const prediction = predict(target, program)
    if (prediction === undefined) throw new Error(`nothing is said about ${id}`)
    return { name: `contrast_${side}_${index}`, law: law.name, id, program, ...prediction }
  })
}

/** What became of each program of one side by its id. */
type ConfirmedById = ReadonlyMap<string, GuestOutcome>

/** What a program gave at its end, and whether every step of it is allowed; nothing if it did not come to it. */
export function answerOf(
  test: Test,
  observation: Observation | undefined,
): readonly [string, GuestOutcome][] {
  if (observation?.end !== 'done') return []
  const { outcomes } = observation
  const agrees = test.allowed.every((allowed, step) => {
    const outcome = outcomes[step]
    return outcome !== undefined && allowed.some(one => covers(one, outcome))
  })
  return [[test.id, { observed: outcomes.at(-1) ?? '', agrees }]]
}

/** What goes wrong with one kernel takes nothing from the other: its programs have no answers, and a note says why. */
async function askUnlessFailed(kernel: Ready, tests: readonly Test[], job: Job): ReturnType<typeof ask> {
  try {
    return await ask(kernel, tests, job)
  } catch (error) {
    if (!(error instanceof ToolError) || error.isStop) throw error
    const why = `${kernel.machine.kernel.ref} gave no answers: ${error.code}: ${error.message}`
    return { answers: new Map(), notes: [`note: ${why}`] }
  }
}

/** Runs programs on one kernel, those of either side. */
async function ask({ machine, probed }: Ready, tests: readonly Test[], { work, progress }: Job) {
  const suite: Suite = { target: probed.target, seed: 0, laws: [law], tests, notRunnable: [] }
  const { id, binary } = await buildSuite(suiteFiles(suite), work, progress, programsOf(machine.kernel))
  const packed = await machine.pack(binary, work)
  const seen = await observe({ machine, packed, id, tests, folder: work, progress })
  checkTarget(probed.target, readTarget(seen.channel))
  const observations = readObservations(seen.channel, tests)
  const answers: ConfirmedById = new Map(tests.flatMap(test => answerOf(test, observations.get(test.name))))
  return { answers, notes: [...machine.notes, ...seen.notes, ...seen.lost].map(note => `note: ${note}`) }
}

const confirmed = (witness: Witness, [a, b]: Pair<ConfirmedById>): Witness => {
  const [one, other] = [a.get(witness.programs[0]), b.get(witness.programs[1])]
  return { ...witness, guests: one === undefined || other === undefined ? null : [one, other] }
}

/** A report with what the guests of both sides gave: without an answer to each program there is no verdict. */
export function withAnswers(report: ContrastReport, answers: Pair<ConfirmedById>): ContrastReport {
  const differences = report.differences.map((one): DescribedDifference => {
    const [first, ...others] = one.ways
    return {
      ...one,
      ways: [confirmed(first, answers), ...others.map(witness => confirmed(witness, answers))],
    }
  })
  const isWhole = differences.every(one => one.ways.every(({ guests }) => guests !== null))
  return { ...report, differences, verdict: isWhole ? report.verdict : 'incomplete' }
}

type RunningKernel = { readonly kernel: Ready; readonly job: Job }

/** The kernels that are meant, each once. */
async function start(
  refs: Pair<string>,
  scratch: string,
  progress: Progress,
): Promise<Map<string, RunningKernel>> {
  const asked = new Map<string, RunningKernel>()
  for (const ref of new Set(refs)) {
    const job = await startJob(join(scratch, `${asked.size}`), progress)
    asked.set(ref, { kernel: await ready(ref, job), job })
  }
  return asked
}

const kernelOf = (asked: ReadonlyMap<string, RunningKernel>, ref: string): Ready => {
  const found = asked.get(ref)
  if (found === undefined) throw new Error(`${ref} was not asked`)
  return found.kernel
}

/** Contrasts two sides as their kernels have them, and has the guests say whether the model is right about it. */
export async function confirmContrast(
  names: Pair<string>,
  kernels: readonly string[],
  progress: Progress,
  finish: Finish,
): Promise<ContrastReport> {
  const refs = kernelsFor(names, kernels)
  await Promise.all(names.map(checkName))
  return scratchFolder(async scratch => {
    const asked = await start(refs, scratch, progress)
    const named: Pair<NamedTarget> = [
      sideOn(names[0], refs[0], kernelOf(asked, refs[0]).probed.target),
      sideOn(names[1], refs[1], kernelOf(asked, refs[1]).probed.target),
    ]
    checkTwo(named)
    return finish(named, async (report, partings) => {
      const tests = both([0, 1] as const, at => testsOf(named[at], at, partings.flat()))
      return { ...(await answered(report, asked, refs, tests)), kernels: [...asked.keys()] }
    })
  })
}

/** Runs the programs of each side on its kernel; where there is no difference, there is nothing to run. */
async function answered(
  report: ContrastReport,
  asked: ReadonlyMap<string, RunningKernel>,
  refs: Pair<string>,
  tests: Pair<readonly Test[]>,
): Promise<ContrastReport> {
  if (report.differences.length === 0) return report
  const answers = new Map<string, Awaited<ReturnType<typeof ask>>>()
  for (const [ref, { kernel, job }] of asked)
    answers.set(ref, await askUnlessFailed(kernel, tests.filter((_, at) => refs[at] === ref).flat(), job))
  const notes = [...new Set([...answers.values()].flatMap(one => one.notes))]
  return {
    ...withAnswers(
      report,
      both(refs, (ref): ConfirmedById => answers.get(ref)?.answers ?? new Map()),
    ),
    notes,
  }
}
