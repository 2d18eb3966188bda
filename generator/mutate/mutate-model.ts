import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mergedClauses } from '../../specs/model/clauses.js'
import { designNames, type Target, targetName } from '../../specs/target.js'
import { type MutationResult, mutationVerdict, type TriedMistake } from '../report/mutation-result.js'
import type { SourceFile } from '../shared/folders.js'
import { specsFolder } from '../shared/paths.js'
import { loadLaws } from '../suite/laws.js'
import { sample } from '../suite/sample.js'
import { describeMutation } from './equivalent.js'
import type { MutateOutput, MutationRun, Tests, Tried } from './mutate.js'

/** Plants mistakes into the reference model, or only some files of it, and tries the default suites of these targets on each. */
export async function mutateModel(
  targets: readonly Target[],
  { seed, only }: { readonly seed: number; readonly only?: readonly string[] },
  output: MutateOutput,
): Promise<MutationResult> {
  const [{ checkFiles, mutate }, { equivalents }, laws, source] = await Promise.all([
    import('./mutate.js'),
    import('./equivalent.js'),
    loadLaws(),
    modelSource(),
  ])
  // Drawing programs takes its time.
  checkFiles(source.model, only ?? [])
  const suites = targets.map(target => {
    output.progress(`drawing programs for ${targetName(target)}`)
    return { target, tests: sample(laws, target, seed) }
  })
  return {
    ...modelRecord(
      await mutate(
        source,
        { clauses: Object.keys(mergedClauses), suites, equivalents, only: only ?? [] },
        output,
      ),
      suites,
    ),
    seed,
  }
}

/** What planting mistakes into the model gave, as a record. */
export function modelRecord(
  { mutants, stale: entries }: MutationRun,
  suites: readonly Tests[],
): Omit<MutationResult, 'seed'> {
  const tests = suites.flatMap(one => one.tests)
  const counts = new Map<string, number>()
  const mistakes = mutants.map(one => {
    const key = `${one.path} ${one.kind} ${one.in}`
    const number = (counts.get(key) ?? 0) + 1
    counts.set(key, number)
    return mistakeOf(one, number)
  })
  const stale = entries.map(({ in: where, kind, mistake }) => `${where}: ${kind}: ${mistake}`)
  return {
    verdict: mutationVerdict({ mistakes, stale }),
    ...{ into: 'model', what: 'specs/model', targets: suites.map(({ target }) => targetName(target)) },
    judgedAt: new Date().toISOString(),
    programs: tests.length,
    laws: new Set(tests.map(({ law }) => law)).size,
    ...{ mistakes, stale },
  }
}

const mistakeOf = (one: Tried, number: number): TriedMistake => ({
  name: `${one.kind}_in_${one.in}_${number}`,
  place: one.place,
  says: describeMutation(one),
  verdict: one.verdict,
  by: one.why === '' ? [] : [one.why],
  clauses: one.clauses,
  seconds: {},
})

/** The model as it stands in the package; clauses are words, and what walks through it is no part of it. */
export async function modelSource() {
  const model = await readFolder('specs/model')
  const isRule = ({ path }: SourceFile): boolean => !/\/(([a-z]+-)?clauses|predict|walk)\.ts$/.test(path)
  return {
    model: model.filter(isRule),
    others: [
      ...model.filter(file => !isRule(file)),
      ...(await readFolder('specs/added')),
      ...(await readFolder('specs/uapi')),
      ...(await readFolder('specs/ops')),
      ...(await readFolder('specs/ops/fields')),
      ...(await readFolder('specs')),
      ...(await readDesigns()),
    ],
  }
}

/** What the model asks of the designs; their mistakes are planted into kernels. */
const readDesigns = async (): Promise<readonly SourceFile[]> => {
  const folders = ['specs/designs', ...designNames.map(name => `specs/designs/${name}`)]
  return (await Promise.all(folders.map(readFolder))).flat()
}

const readFolder = async (folder: string): Promise<readonly SourceFile[]> =>
  Promise.all(
    (await readdir(join(specsFolder, '..', folder)))
      .filter(name => name.endsWith('.ts'))
      .sort()
      .map(name => readSource(`${folder}/${name}`)),
  )

const readSource = async (path: string): Promise<SourceFile> => ({
  path,
  content: await readFile(join(specsFolder, '..', path), 'utf8'),
})

/** The target with each kind of socket that one of the others can open: what one kernel lacks, the model still speaks of. */
export const withSockets = (target: Target, others: readonly Target[]): Target => ({
  ...target,
  sockets: {
    ...target.sockets,
    ...Object.fromEntries(
      others.flatMap(({ sockets }) => Object.entries(sockets).filter(([, made]) => made?.root === 'OK')),
    ),
  },
})

/**
 * Older kernels at which the model makes a difference, told from a newer one: those of the ABIs 10, 7 without erratum 2, and 4, of which
 * the last cannot be asked for errata (its sockets are taken to be those of the newer one).
 */
export const olderThan = (target: Target): readonly Target[] =>
  [
    { ...target, abi: 10, behaviours: target.behaviours.filter(one => one !== 'flags_before_privilege') },
    { ...target, abi: 7, errata: 5, behaviours: target.behaviours.filter(one => one === 'hook_by_right') },
    { ...target, abi: 4, errata: null, behaviours: [] },
  ].filter(({ abi }) => abi < target.abi)
