import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kernel } from '../kernel/resolve.js'
import { sha256File, writeWhole } from '../shared/cache.js'
import { writeFiles } from '../shared/folders.js'
import { programId, writeJson } from '../suite/codec.js'
import type { LeftOut } from '../suite/part.js'
import type { Suite } from '../suite/suite.js'
import { expectedFile, type Made, manifestOf } from '../suite/suite-json.js'
import { hashesOf } from './hashes.js'
import { leftOutPath } from './left-out.js'
import type { Result, ResultFinding } from './result.js'
import { recordJson } from './result-json.js'
import { type Retries, retriesPath } from './retries.js'

/** What a bundle says of its kernel. */
type RunOrigin = Pick<Kernel, 'ref' | 'origin'> & { readonly sha256: string; readonly release: string }

/** A run of one kernel: what was expected and what was said. */
export type SavedRun = {
  readonly suite: Suite
  /** What the suite is made of, and its id. */
  readonly made: Made
  readonly channel: string
  /** What the kernel printed. */
  readonly console: string
  /** One sentence per guest that was lost. */
  readonly lost: readonly string[]
  /** What a reader should know about how it went, though nothing was lost by it. */
  readonly notes: readonly string[]
  readonly origin: RunOrigin
  /** What ran again, if anything did. */
  readonly retries?: Retries
  /** What of the suite of this kernel was left out. */
  readonly leftOut?: readonly LeftOut[]
}

/** What is left of a run beside what was said: who made it, the kernel's configuration, the folder with what each guest wrote, and the findings. */
export type Remains = {
  readonly versions: Readonly<Record<string, string>>
  readonly config: string | null
  readonly boots: string
  readonly findings: readonly LawOfFinding[]
}

/** What is written of a finding, so that it can be replayed. */
type LawOfFinding = Pick<ResultFinding, 'ops' | 'law' | 'step'>

/** What a run of one kernel says of itself, and of every other file that it left. */
export const manifestPath = 'manifest.json'

/** Writes what a run of one kernel leaves behind; the manifest is last, and has the hash of all else. */
export async function writeBundle(
  folder: string,
  { suite, made, channel, console, lost, notes, origin, retries, leftOut = [] }: SavedRun,
  { versions, config, boots, findings }: Remains,
): Promise<void> {
  await writeFiles(folder, [
    expectedFile(suite),
    { path: 'channel.log', content: channel },
    { path: 'console.log', content: console },
    ...(retries === undefined ? [] : [{ path: retriesPath, content: writeJson(retries) }]),
    ...(leftOut.length === 0 ? [] : [{ path: leftOutPath, content: writeJson(leftOut) }]),
  ])
  if (config !== null) await copyFile(config, join(folder, 'config'))
  await copyFile(join(boots, 'boot-0', 'qemu.txt'), join(folder, 'qemu.txt')).catch(() => {})
  for (const finding of findings) await writeProgram(folder, finding)
  const files = await hashesOf(folder)
  const manifest = { ...manifestOf(suite, made, versions), kernel: origin, lost, notes, files }
  await writeWhole(join(folder, manifestPath), writeJson(manifest))
}

/** Writes the program of a finding into a bundle, to be replayed; where its law is broken, that is named in it. */
export async function writeProgram(folder: string, { ops, law, step }: LawOfFinding): Promise<void> {
  const drawn = step === null ? { law, ops } : { ops }
  await writeWhole(join(folder, programPath(programId({ ops }))), writeJson(drawn))
}

/** Where the program of a finding stands in a bundle. */
export const programPath = (id: string): string => join('programs', `${id}.json`)

/** Which kernel of a run is in which folder of it; an empty one stands for the run's own. */
export type RunPlace = { readonly ref: string; readonly folder: string }

/** Writes what a whole run found, and of which kernels, the bundles of which are there. */
export async function writeRun(folder: string, runs: readonly RunPlace[], result: Result): Promise<void> {
  await writeWhole(join(folder, 'result.json'), recordJson(result))
  const kernels = runs.map(async place => ({
    ...place,
    manifest: await sha256File(join(folder, place.folder, manifestPath)),
  }))
  const run = {
    kernels: await Promise.all(kernels),
    unavailable: result.unavailable,
    result: await sha256File(join(folder, 'result.json')),
  }
  await writeWhole(join(folder, 'run.json'), writeJson(run))
}
