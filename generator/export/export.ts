import { join } from 'node:path'
import { type Target, targetName } from '../../specs/target.js'
import { storedTarget } from '../guest/probe.js'
import { writeWhole } from '../shared/cache.js'
import type { SourceFile } from '../shared/folders.js'
import type { Progress } from '../shared/progress.js'
import { drawn } from '../suite/drawn.js'
import type { Law, Test } from '../suite/suite.js'
import { notCarried } from './carried.js'
import type { ProgramChoice } from './choose.js'
import { chosen } from './chosen.js'
import { selftestFile, type TopicTests } from './selftest-file.js'
import type { VariantSteps } from './shapes.js'
import { topicTests } from './topic-tests.js'
import { abiOfTree, testsFolder } from './tree.js'

/** What is to be exported, and where to. */
type ExportOrder = {
  /** The top of a kernel tree. */
  readonly tree: string
  readonly seed: number
  /** Only laws whose name contains this. */
  readonly law?: string
  /** A target that was probed, in place of the newest one with the ABI of the tree. */
  readonly target?: string
}

/** A file that was written, and what is in it. */
type WrittenFile = {
  readonly path: string
  readonly lines: number
  readonly tests: number
  readonly variants: number
}

/** So many programs are left out for a reason, of so many laws. */
type NotExported = { readonly why: string; readonly programs: number; readonly laws: number }

/** What was exported, and what not. */
export type ExportReport = {
  readonly tree: string
  readonly target: string
  readonly seed: number
  readonly files: readonly WrittenFile[]
  /** All of the suite, those that an exported file can say, and those that were chosen of these. */
  readonly programs: { readonly all: number; readonly carried: number; readonly exported: number }
  readonly laws: { readonly all: number; readonly exported: number }
  readonly leftOut: readonly NotExported[]
  /** Mistakes planted into the model, those that the suite notices, and those that what was exported does. */
  readonly mistakes: Pick<ProgramChoice, 'planted' | 'suite' | 'exported'>
  /** Why the programs are left out by which the other mistakes are noticed. */
  readonly missed: readonly { readonly why: string; readonly mistakes: number }[]
  /** Programs that are alone in their form and run only as they are: they make no sandbox, or the model says nothing, or not one thing, of them without it. */
  readonly withoutControl: { readonly makesNone: number; readonly unsaid: number }
  /** Programs that hang on what neither ABI nor errata tell. */
  readonly unsaid: number
}

/** What a file says of itself. */
export const headOf = (target: Target, more: readonly string[] = []): readonly string[] => [
  'Written by Landlockstep: the programs are drawn from its laws, and what they',
  `expect is what its reference model allows for ${targetName(target)}.`,
  ...more,
]

const counted = (texts: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

function leftOut(tests: readonly Test[]): readonly NotExported[] {
  const reasons = tests.map(test => ({ law: test.law, why: notCarried(test) ?? '' }))
  return [...counted(reasons.map(({ why }) => why))]
    .map(([why, programs]) => ({
      ...{ why, programs },
      laws: new Set(reasons.filter(one => one.why === why).map(({ law }) => law)).size,
    }))
    .sort((one, other) => other.programs - one.programs)
}

function missed(names: readonly string[], tests: readonly Test[]): ExportReport['missed'] {
  const byName = new Map(tests.map(test => [test.name, test]))
  const reasons = names.flatMap(name => {
    const test = byName.get(name)
    return test === undefined ? [] : [notCarried(test) ?? '']
  })
  return [...counted(reasons)]
    .map(([why, mistakes]) => ({ why, mistakes }))
    .sort((one, other) => other.mistakes - one.mistakes)
}

const writtenOf = ({ path, content }: SourceFile, { shapes }: TopicTests): WrittenFile => ({
  ...{ path: join(testsFolder, path), lines: content.split('\n').length - 1, tests: shapes.length },
  variants: shapes.reduce((sum, { variants }) => sum + variants.length, 0),
})

/** Writes files into the folder of the tests of a tree. */
export async function placeFiles(tree: string, files: readonly SourceFile[]): Promise<void> {
  for (const { path, content } of files) await writeWhole(join(tree, testsFolder, path), content)
}

/** The target that a tree's tests are written for. Errors: E_USAGE for a folder that is no tree, E_TARGET where no such kernel was probed. */
export async function targetOfTree(tree: string, name: string | undefined): Promise<Target> {
  const abi = await abiOfTree(tree)
  const { target } = await storedTarget(name ?? `abi-${abi}`)
  return { ...target, designs: [] }
}

/** Laws by what they claim, so that a file says so. */
const claimed = (laws: readonly Law[], taken: readonly Test[]): readonly Law[] =>
  laws.filter(({ name }) => taken.some(({ law }) => law === name))

/** Files of some laws are called after these, so that they do not take the place of those of all. */
function named(law: string | undefined, topics: readonly TopicTests[]): readonly TopicTests[] {
  if (law === undefined) return topics
  const name = law.replaceAll(/\W+/g, '_')
  return topics.map(topic => ({ ...topic, name: topics.length === 1 ? name : `${name}_${topic.name}` }))
}

/** What was taken of a suite, and in which files. */
type Taken = {
  readonly target: Target
  readonly all: readonly Test[]
  readonly laws: readonly Law[]
  readonly taken: readonly Test[]
  readonly choice: ProgramChoice
  readonly topics: readonly TopicTests[]
  readonly files: readonly SourceFile[]
}

/** Whether a program puts its process into a sandbox. */
const sandboxes = ({ steps }: VariantSteps): boolean =>
  steps.some(({ kind, enforces }) => enforces || kind === 'layers')

function reportOf(
  { tree, seed }: ExportOrder,
  { target, all, laws, taken, choice, topics, files }: Taken,
): ExportReport {
  const others = all.filter(test => notCarried(test) !== undefined)
  const shapes = topics.flatMap(topic => topic.shapes)
  const lone = shapes.filter(({ isTable, variants }) => !isTable && variants.length === 1)
  const makesNone = lone.filter(({ variants: [one] }) => one !== undefined && !sandboxes(one)).length
  return {
    ...{ tree, target: targetName(target), seed },
    files: files.flatMap((file, index) =>
      topics[index] === undefined ? [] : [writtenOf(file, topics[index])],
    ),
    programs: { all: all.length, carried: all.length - others.length, exported: taken.length },
    laws: { all: laws.length, exported: claimed(laws, taken).length },
    leftOut: leftOut(others),
    mistakes: { planted: choice.planted, suite: choice.suite, exported: choice.exported },
    missed: missed(choice.missed, others),
    withoutControl: { makesNone, unsaid: lone.length - makesNone },
    unsaid: shapes
      .flatMap(({ variants }) => variants)
      .filter(({ isControl, range }) => !isControl && range.behaviours.length > 0).length,
  }
}

/** Writes what notices most of the suite of a tree's ABI into its tests. Errors: those of `targetOfTree`, E_LAW, E_DISK. */
export async function exportSuite(order: ExportOrder, progress: Progress) {
  const { tree, seed, law } = order
  const target = await targetOfTree(tree, order.target)
  progress('drawing programs from the laws')
  const { tests: all, laws } = await drawn(target, { seed, ...(law === undefined ? {} : { filter: law }) })
  const carried = all.filter(test => notCarried(test) === undefined)
  const others = all.filter(test => notCarried(test) !== undefined)
  const choice = await chosen(target, carried, others, progress)
  const names = new Set(choice.chosen)
  const taken = carried.filter(({ name }) => names.has(name))
  const topics = named(law, topicTests(target, laws, { all, taken }))
  const files = topics.map(topic => selftestFile(topic, headOf(target)))
  await placeFiles(tree, files)
  return {
    report: reportOf(order, { target, all, laws, taken, choice, topics, files }),
    files,
    laws: claimed(laws, taken),
  }
}
