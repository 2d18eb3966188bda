import { join } from 'node:path'
import type { Machine } from '../../guest/machine.js'
import type { ReproducedFinding } from '../../report/fuzz-result.js'
import { newFolder, writeFiles } from '../../shared/folders.js'
import { shown } from '../../shared/paths.js'
import { catalog } from '../../suite/catalog.js'
import { writeJson } from '../../suite/codec.js'
import type { CaseOrigin, Law } from '../../suite/suite.js'
import { mutated } from '../search/search.js'
import { caseFile, findingFiles, findingReportOf } from './files.js'
import { type Finding, isDoubtfulFinding, isExecutors, type Oracle, showsDeadlock } from './finding.js'
import { removeFound } from './folder.js'
import { keep } from './keep-case.js'
import type { FindingKind } from './kinds.js'
import type { Try } from './minimize.js'
import { isSteady, type Reproduced, type ReproduceSetting, reproducer } from './reproduce.js'
import { type Gave, saveRun } from './saved-run.js'

/** Where a finding comes from, and where it is kept. */
export type FindingOrigin = {
  readonly machine: Machine
  readonly release: string
  readonly seed: number
  /** The folder of kept cases; null if nothing is to be kept there. */
  readonly cases: string | null
  /** Where each finding has a folder. */
  readonly findings: string
}
type ConfirmSetting = ReproduceSetting & { readonly origin: FindingOrigin }

/**
 * Runs a finding again, makes it small, and leaves all that it takes to show it, in a folder and among the kept cases. One that took too long, or with
 * which the executor ended, and that does not do so each time, is none: the machine may be busy, or somebody killed it. Neither is one that
 * ends the executor alone: the kernel answers the suite as it should.
 */
export async function confirmFinding(
  { executor, bench, origin, scratch, progress }: ConfirmSetting,
  { finding, programs }: FindingKind,
  tryAll?: Try,
): Promise<ReproducedFinding | Vanished> {
  const { replay, minimize } = reproducer({ executor, bench, scratch, progress }, tryAll)
  const first = await replay(finding)
  const vanished = await whyNone(first, { bench, origin, scratch, progress })
  if (vanished !== undefined) return vanished
  const least = isSteady(first) || showsDeadlock(first.small) ? await minimize(first) : first
  const { small, replays, replayed, console } = least
  if (!isSteady(least) && isDoubtfulFinding(small)) return nowAndThen(least)
  const law = await lawNamed(small.test.law)
  const found = foundOf(small, bench, { programs, replayed, replays }, origin)
  progress(`saving a run of finding ${small.test.id}`)
  const { folder, report } = await newFolder(origin.findings, small.test.id, async ({ part, folder }) => {
    const { machine, release } = origin
    const [at, work] = [join(part, 'run'), join(scratch, 'saved')]
    const gave = await saveRun({ machine, release, bench, folder: at, work, progress }, small, law)
    const report = findingReportOf(small, found, law, { folder: shown(folder), run: words[gave] })
    const drawn = { path: 'found.json', content: writeJson(finding.test.program) }
    await writeFiles(part, [drawn, ...findingFiles(report, { ...small, console }, bench.target)])
    return { folder, report }
  })
  removeFound(join(origin.findings, finding.test.id))
  return {
    ...differenceOf(small, origin, report.replay),
    programs,
    replayed,
    replays,
    folder: shown(folder),
    kept: await keep(caseFile(report), isSteady(least), origin.cases),
  }
}

const nowAndThen = ({ replayed, replays }: Reproduced): Vanished => ({
  vanished: `now and then, in ${replayed} of ${replays} replays`,
})

/** Why a finding that ran again is none of the kernel, or nobody can say. */
async function whyNone(
  again: Reproduced,
  { bench, origin: { machine, release, findings }, scratch, progress }: Omit<ConfirmSetting, 'executor'>,
): Promise<Vanished | undefined> {
  const { small, replayed } = again
  if (showsDeadlock(small)) return replayed === 0 ? nowAndThen(again) : undefined
  if (!isDoubtfulFinding(small)) return undefined
  if (replayed === 0) removeFound(join(findings, small.test.id))
  if (replayed === 0) return { vanished: undefined }
  if (!isSteady(again)) return nowAndThen(again)
  if (!isExecutors(small)) return undefined
  progress(`looking whether ${small.test.id} ends a suite, too`)
  const law = await lawNamed(small.test.law)
  const [at, work] = [join(scratch, 'suite'), join(scratch, 'suite-work')]
  const gave = await saveRun({ machine, release, bench, folder: at, work, progress }, small, law)
  return gave === 'nothing' ? { vanished: 'in the executor alone, and not in a suite of its own' } : undefined
}

const words: Readonly<Record<Gave, string>> = {
  again: 'gave it again',
  nothing: 'did not give it',
  other: 'did not give it, but something else',
}

/** How it came back, if it did at all. */
export type Vanished = { readonly vanished: string | undefined }

/** What differs, as the record of a session has it. */
export const differenceOf = (
  { test, divergence }: Finding,
  { machine }: FindingOrigin,
  replay: string,
): Omit<ReproducedFinding, 'programs' | 'replayed' | 'replays' | 'folder' | 'kept'> => {
  const { law, step, observed, stacks, allowed, clause, why, cite } = divergence
  const { id, program } = test
  const kernel = machine.kernel.ref
  return {
    ...{ kernel, law, program: id, ops: program.ops, step, observed, allowed, clause, why, cite, replay },
    ...(stacks === undefined ? {} : { stacks }),
  }
}

function foundOf(
  { test, divergence, outcomes }: Finding,
  { target }: Oracle,
  { programs, replayed, replays }: Pick<CaseOrigin, 'programs' | 'replayed' | 'replays'>,
  { machine, release, seed }: FindingOrigin,
): CaseOrigin {
  const { step, observed, stacks, allowed, clause } = divergence
  const { abi, errata, behaviours, designs } = target
  return {
    kernel: { ref: machine.kernel.ref, release, abi, errata, behaviours, designs },
    seed,
    law: test.law,
    step,
    observed,
    ...(stacks === undefined ? {} : { stacks }),
    allowed,
    clause,
    outcomes,
    programs,
    replayed,
    replays,
  }
}

/** What a program is about that was not drawn from a law. */
const mutatedLaw: Law = {
  name: mutated.name,
  claim: 'A program that was made from others by mutation does what the model allows.',
  place: 'generator/fuzz/search/search.ts',
}

async function lawNamed(name: string): Promise<Law> {
  if (name === mutated.name) return mutatedLaw
  const law = (await catalog()).find(one => one.name === name)
  if (law === undefined) throw new Error(`no law ${name}`)
  return law
}
