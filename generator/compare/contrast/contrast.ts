import { join } from 'node:path'
import { bracketOf } from '../../../specs/designs/choices.js'
import type { Spec } from '../../../specs/spec.js'
import type { Target } from '../../../specs/target.js'
import { targetName } from '../../../specs/target.js'
import { storedTarget } from '../../guest/probe.js'
import { checkTwo, type NamedTarget, namedTarget, newest } from '../../guest/target-spec.js'
import type { ContrastReport, DescribedDifference } from '../../report/contrast.js'
import { scratchFolder, writeWhole } from '../../shared/cache.js'
import { placeFolder } from '../../shared/folders.js'
import { outFolder, refFolder, shown, specsOption } from '../../shared/paths.js'
import type { Progress } from '../../shared/progress.js'
import { programId, writeJson } from '../../suite/codec.js'
import { loadScenarios } from '../../suite/laws.js'
import { scenariosByReason } from '../describe.js'
import type { DivergencePoint } from '../divergence-point.js'
import { both, type Pair } from '../pair.js'
import { type Contrast, contrast, isAboutErrno, reasonOf } from './contrasts.js'
import { action, deciding, sentence, wayOf } from './describe.js'
import { type Confirm, confirmContrast } from './guests.js'

/** What two sides differ in, where the programs of each difference are kept by their ids. */
type Contrasting = {
  readonly report: ContrastReport
  readonly partings: readonly (readonly DivergencePoint[])[]
}

/** The two sides by name, on a target that was probed. Errors: E_USAGE where they are one, or are not known; E_TARGET. */
async function sidesOf(names: Pair<string>, base = newest): Promise<Pair<NamedTarget>> {
  const onto = async (): Promise<Target> => (await storedTarget(base)).target
  const named: Pair<NamedTarget> = [await namedTarget(names[0], onto), await namedTarget(names[1], onto)]
  checkTwo(named)
  return named
}

/** Where the programs of a contrast are kept. */
const folderOf = (named: Pair<NamedTarget>): string =>
  join(outFolder, 'contrasts', both(named, ({ name }) => refFolder(name)).join('-to-'))

const explained = (folder: string, program: string, { target }: NamedTarget): string =>
  `npx landlockstep explain ${join(folder, `${program}.json`)} --target ${targetName(target)}${specsOption}`

function describeDifference(
  { smallest, partings: points }: Contrast,
  named: Pair<NamedTarget>,
  folder: string,
  scenarios: ReadonlyMap<string, readonly string[]>,
): DescribedDifference {
  const targets = both(named, ({ target }) => target)
  const [first, ...others] = points.map(one => wayOf(one, targets))
  if (first === undefined) throw new Error('a difference without a program')
  return {
    what: action(smallest),
    says: sentence(
      smallest,
      targets,
      both(named, ({ name }) => name),
    ),
    kind: isAboutErrno(smallest) ? 'errno' : 'allowed',
    outcomes: smallest.outcomes,
    clauses: both(smallest.clauses, deciding),
    ways: [first, ...others],
    scenarios: scenarios.get(reasonOf(smallest)) ?? [],
    explain: [explained(folder, first.programs[0], named[0]), explained(folder, first.programs[1], named[1])],
  }
}

/** What two sides differ in, in words; no kernel is asked. */
export function describeContrast(named: Pair<NamedTarget>, scenarios: readonly Spec[]): Contrasting {
  const targets = both(named, ({ target }) => target)
  const { programs, contrasts } = contrast(targets)
  const byReason = scenariosByReason(targets, scenarios)
  const folder = shown(folderOf(named))
  const report: ContrastReport = {
    verdict: contrasts.length === 0 ? 'same' : 'differ',
    sides: both(named, ({ name, target: { abi, errata, designs, choices } }) => ({
      ...{ name, abi, errata },
      designs: designs.map(design => `${design}${bracketOf(design, choices)}`),
    })),
    programs,
    differences: contrasts.map(one => describeDifference(one, named, folder, byReason)),
    kernels: [],
    notes: [],
    folder: contrasts.length === 0 ? '' : folder,
  }
  return { report, partings: contrasts.map(({ partings }) => partings) }
}

/** Keeps every program under its content id, so that it can be explained and replayed. */
async function writePrograms(partings: Contrasting['partings'], folder: string): Promise<void> {
  await scratchFolder(async scratch => {
    for (const program of partings.flat().flatMap(({ programs }) => programs))
      await writeWhole(join(scratch, `${programId(program)}.json`), writeJson(program))
    await placeFolder(scratch, folder)
  })
}

/** What two sides differ in; with kernels, whether their guests agree. Leaves a folder with the programs. */
export async function contrastTargets(
  names: Pair<string>,
  { base, kernels }: { readonly base: string | undefined; readonly kernels: readonly string[] },
  progress: Progress,
): Promise<ContrastReport> {
  const scenarios = await loadScenarios()
  const finish = async (named: Pair<NamedTarget>, asked: Confirm | null): Promise<ContrastReport> => {
    progress('telling small programs in the words of both')
    const { report, partings } = describeContrast(named, scenarios)
    if (partings.length > 0) await writePrograms(partings, folderOf(named))
    return asked === null ? report : asked(report, partings)
  }
  if (kernels.length === 0) return finish(await sidesOf(names, base), null)
  return confirmContrast(names, kernels, progress, finish)
}
