import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { type Prediction, predict, silenceIn } from '../../specs/model/predict.js'
import { missing } from '../../specs/needs.js'
import type { Program } from '../../specs/program.js'
import type { Spec } from '../../specs/spec.js'
import type { Target } from '../../specs/target.js'
import { targetName } from '../../specs/target.js'
import { ToolError } from '../shared/error.js'
import type { SourceFile } from '../shared/folders.js'
import { hasFiles, placeFolder, writeFiles } from '../shared/folders.js'
import { outFolder, specsMark, standsIn, targetFolder } from '../shared/paths.js'
import { catalog } from './catalog.js'
import { programId } from './codec.js'
import { loadLaws } from './laws.js'
import type { Shard } from './part.js'
import { sample } from './sample.js'
import { silenceText } from './silence.js'
import type { Law, NotRunnable, Suite, Test } from './suite.js'

/** Which suite: everything that its content depends on, beside the target. */
export type Choice = {
  readonly seed: number
  readonly filter?: string
  /** Only the laws that stand in one of these, such as `scenarios`. */
  readonly folders?: readonly string[]
  /** Only this part of it. */
  readonly shard?: Shard
  /** Only what takes about so many seconds with all that comes before it. */
  readonly budget?: number
}

/** Draws the programs of every law but those on demand, or of all whose name contains the filter. Error: E_LAW if there is none, or none that speaks of the target. */
export async function draw(target: Target, { seed, filter, folders }: Choice): Promise<Suite> {
  const [laws, specs] = await Promise.all([catalog(), loadLaws()])
  checkFilter(filter, laws)
  const inside = new Set(laws.filter(({ place }) => isIn(place, folders)).map(({ name }) => name))
  const asked = specs.filter(
    ({ name, onDemand }) => inside.has(name) && (filter !== undefined || onDemand !== true),
  )
  const drawn = sample(asked, target, seed, filter)
  const tests = drawn.filter(({ program }) => missing(target, program) === null)
  if (filter !== undefined && tests.length === 0) throw silent(filter, target)
  const spoken = new Set(tests.map(({ law }) => law))
  const speaking = laws.filter(({ name }) => spoken.has(name))
  return { target, seed, laws: speaking, tests, notRunnable: notRunnable(target, drawn) }
}

/** Throws E_LAW for a choice that names no law, whatever the target. */
export async function checkChoice({ filter }: Choice): Promise<void> {
  if (filter !== undefined) checkFilter(filter, await catalog())
}

function checkFilter(filter: string | undefined, laws: readonly Law[]): void {
  const names = laws.map(({ name }) => name)
  if (filter !== undefined && !names.some(name => name.includes(filter))) throw unknownLaw(filter, names)
}

const isIn = (place: string, folders: readonly string[] | undefined): boolean =>
  folders === undefined || folders.some(folder => standsIn(place, folder))

/** What cannot run, counted by the first feature that each program lacks. */
function notRunnable(target: Target, tests: readonly Test[]): readonly NotRunnable[] {
  const counts = new Map<string, NotRunnable>()
  for (const { program } of tests) {
    const lack = missing(target, program)
    if (lack === null) continue
    counts.set(lack.feature, { ...lack, programs: (counts.get(lack.feature)?.programs ?? 0) + 1 })
  }
  return [...counts.values()]
}

const unknownLaw = (filter: string, names: readonly string[]): ToolError =>
  new ToolError('E_LAW', `No law has ${JSON.stringify(filter)} in its name; the laws are below.`, {
    output: names.join('\n'),
  })

const silent = (filter: string, target: Target): ToolError =>
  new ToolError(
    'E_LAW',
    `No law with ${JSON.stringify(filter)} in its name has a program for ${targetName(target)}: run it on another kernel, or leave --filter out.`,
  )

/** The law of a single program: the model is all that is asked. */
export const replayLaw: Spec = {
  name: 'replay',
  programs: () => fc.constant({ ops: [] }),
  holds: () => true,
  refutedBy: step => step,
}

/** A suite of one program, under the law that it was drawn from, or else `replayLaw`. Error: E_OUTSIDE where the model says nothing about it. */
export const single = (
  target: Target,
  program: Program,
  place: string,
  law: Law = modelAlone(place),
): Suite => suiteOf(target, law, { id: programId(program), program, ...predicted(target, program, place) })

const modelAlone = (place: string): Law => ({
  name: replayLaw.name,
  claim: 'Every outcome is one that the model allows.',
  place,
})

/** A suite of one test. */
export const suiteOf = (target: Target, law: Law, test: Omit<Test, 'name' | 'law'>): Suite => ({
  target,
  seed: 0,
  laws: [law],
  tests: [{ ...test, name: `${law.name.replaceAll('-', '_')}_0`, law: law.name }],
  notRunnable: [],
})

/** What the model allows of a program. Error: E_OUTSIDE, naming the first op that it says nothing about. */
export function predicted(target: Target, program: Program, place: string): Prediction {
  const prediction = predict(target, program)
  if (prediction === undefined) throw unmodelled(target, program, place)
  return prediction
}

/** Throws E_SUITE for a suite with a law that the package does not have any more. */
export function checkLaws(suite: Suite, specs: readonly Spec[], folder: string): void {
  const names = new Set(specs.map(({ name }) => name))
  const gone = suite.laws.find(({ name }) => !names.has(name))
  if (gone === undefined) return
  throw new ToolError('E_SUITE', `${folder} was made with the law ${gone.name}, which is no more; run again.`)
}

function unmodelled(target: Target, program: Program, place: string): ToolError {
  const silence = silenceIn(target, program)
  return new ToolError(
    'E_OUTSIDE',
    `${place}: the model says nothing about ops[${silence?.step}] here${silence?.id === undefined ? '' : `: ${silenceText(silence.id)}`} End the program before it, or see what a kernel does by replay --observe.`,
  )
}

/** Where a suite belongs: a part of one beside the whole one. */
export function suiteFolder({ target }: Suite, { filter, shard, budget }: Choice): string {
  const parts = [
    targetFolder(targetName(target)),
    ...specsMark,
    ...(filter === undefined ? [] : [filter]),
    ...(shard === undefined ? [] : [`shard-${shard.number}-of-${shard.of}`]),
    ...(budget === undefined ? [] : [`budget-${budget}s`]),
  ]
  return join(outFolder, 'suites', parts.join('-'))
}

/** Writes a suite whole or not at all; one that is there already with the same bytes is left alone, with what was built of it. */
export async function placeSuite(
  files: readonly SourceFile[],
  folder: string,
  scratch: string,
): Promise<void> {
  if (await hasFiles(folder, files)) return
  const fresh = join(scratch, 'suite')
  await mkdir(fresh, { recursive: true })
  await writeFiles(fresh, files)
  await placeFolder(fresh, folder)
}
