import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError } from '../shared/error.js'
import { readJson } from '../shared/json.js'
import { readBytes } from '../shared/text-file.js'
import { runSchema } from '../suite/codec/suite-schema.js'
import { type RunManifest, readRunManifest, readSuite } from '../suite/suite-json.js'
import { manifestPath, type SavedRun } from './bundle.js'
import { damageOf } from './hashes.js'
import { leftOutPath, readLeftOut } from './left-out.js'
import type { Result, Unavailable } from './result.js'
import { resultSchema } from './result-schema.js'
import { readRetries, retriesPath } from './retries.js'
import type { Judgeable } from './verdict.js'

/** A run of one kernel that was read back, from where, and the files that it left there. */
export type SavedIn = Judgeable &
  Pick<SavedRun, 'made'> & { readonly folder: string; readonly files: readonly string[] }

/** A run that was read back whole: every kernel that it ran, and those that could not be run. */
export type ReadRun = {
  readonly kernels: readonly SavedIn[]
  readonly unavailable: readonly Unavailable[]
}

/**
 * Reads a run folder, or the folder of one of its kernels, and makes sure that all is there and as the run left it.
 * Errors: E_FILE for what is no run folder, E_RUN with each thing that is missing or was changed, E_SUITE.
 */
export async function readRun(folder: string): Promise<ReadRun> {
  const names = await readdir(folder)
  if (names.includes('run.json')) return readWhole(folder)
  if (names.includes(manifestPath)) {
    const opened = await open(folder)
    throwIfDamaged(folder, opened.damage)
    return { kernels: [await read(opened)], unavailable: [] }
  }
  throw new ToolError(
    'E_FILE',
    `${folder} is no run folder: it has no run.json; give a folder of out/runs, or run again.`,
  )
}

/**
 * What a run found, as it said itself; all that it left has to be there and as it was. Errors: those of readRun, and E_RUN for a folder of
 * one of several kernels, or of an older version.
 */
export async function readResult(folder: string): Promise<Result> {
  await readRun(folder)
  const path = join(folder, 'result.json')
  if (!existsSync(path))
    throw new ToolError('E_RUN', `${folder} has no result.json: give the folder of the whole run.`)
  return readJson(resultSchema, await readSavedText(path), path, 'E_RUN')
}

/** The run of a kernel whose manifest was read, and what of the rest is missing or was changed. */
type OpenedRun = {
  readonly folder: string
  readonly manifest: RunManifest
  readonly damage: readonly string[]
}

async function readWhole(folder: string): Promise<ReadRun> {
  const path = join(folder, 'run.json')
  const { kernels, unavailable, result } = readJson(runSchema, await readSavedText(path), path, 'E_RUN')
  const opened: OpenedRun[] = []
  const damage = [...(await damageOf(folder, { 'result.json': result }))]
  for (const { folder: inside, manifest } of kernels) {
    const own = join(folder, inside)
    const wrong = await damageOf(own, { [manifestPath]: manifest })
    damage.push(...wrong)
    if (wrong.length === 0) opened.push(await open(own))
  }
  throwIfDamaged(folder, [...damage, ...opened.flatMap(one => one.damage)])
  return { kernels: await Promise.all(opened.map(read)), unavailable }
}

async function open(folder: string): Promise<OpenedRun> {
  const path = join(folder, manifestPath)
  const manifest = readRunManifest(await readSavedText(path), path)
  return { folder, manifest, damage: await damageOf(folder, { ...needed, ...manifest.files }) }
}

/** What every run of a kernel leaves: of which the manifest has no hash is not as it was. */
const needed = { 'expected.json': '', 'channel.log': '', 'console.log': '' } as const

async function read({ folder, manifest }: OpenedRun): Promise<SavedIn> {
  const { kernel, lost, notes, files, ...suite } = manifest
  const [retries, leftOut] = [join(folder, retriesPath), join(folder, leftOutPath)]
  return {
    suite: readSuite(await readSavedText(join(folder, 'expected.json')), suite, folder),
    made: suite.suite,
    channel: await readSavedText(join(folder, 'channel.log')),
    console: await readSavedText(join(folder, 'console.log')),
    lost,
    notes,
    origin: kernel,
    folder,
    files: Object.keys(files),
    ...(retriesPath in files ? { retries: readRetries(await readSavedText(retries), retries) } : {}),
    ...(leftOutPath in files ? { leftOut: readLeftOut(await readSavedText(leftOut), leftOut) } : {}),
  }
}

/** A file of a run may have so many bytes, twice what a guest may say. */
const mostSaved = 64 * 2 ** 20

/** A file that a run left; what a guest said may be no text. Error: E_FILE. */
export const readSavedText = async (path: string): Promise<string> =>
  (await readBytes(path, mostSaved)).toString()

/** Error: E_RUN with each thing that is missing or was changed. */
export function throwIfDamaged(folder: string, damage: readonly string[]): void {
  if (damage.length === 0) return
  throw new ToolError(
    'E_RUN',
    `${folder} is not as the run left it, so nothing can be said of it: run again.`,
    { output: damage.join('\n') },
  )
}
