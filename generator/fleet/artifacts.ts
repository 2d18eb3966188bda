import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, keptEntry, sha256, type Terms, writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { keepNewest } from '../shared/prune.js'
import { rethrowUnless } from '../shared/unfinished.js'
import type { FleetCaller } from './request.js'

/** So many are kept by a machine, those that were used last. */
const most = 20

/** What jobs need and a queue does not carry, such as a kernel's image, by the SHA-256 of its content. */
export type ArtifactStore = {
  /** Error: E_ARTIFACT for what has another content. */
  readonly keep: (hash: string, bytes: Buffer) => Promise<void>
  readonly read: (hash: string) => Promise<Buffer | undefined>
}

/** The artifacts in a folder, of which the oldest go. */
export async function openArtifacts(folder: string): Promise<ArtifactStore> {
  await mkdir(folder, { recursive: true })
  return {
    keep: async (hash, bytes) => {
      checkContent(hash, bytes)
      await writeWhole(join(folder, hash), bytes)
      await keepNewest(join(folder, hash), most)
    },
    read: async hash => {
      const bytes = await readFile(join(folder, hash)).catch(rethrowUnless('ENOENT'))
      return bytes === true ? undefined : bytes
    },
  }
}

function checkContent(hash: string, bytes: Uint8Array): void {
  const own = sha256(bytes)
  if (own === hash) return
  throw new ToolError(
    'E_ARTIFACT',
    `What came in place of the artifact ${hash} is ${own}: it is not taken; order again.`,
  )
}

const file = 'artifact'

const terms: Terms = { needs: { [file]: 'file' } }

/** Where a worker keeps what it took. */
const kind = 'artifacts'

/** Sends a file of this content, unless it is there. Error: E_FLEET. */
export async function sendArtifact(caller: FleetCaller, hash: string, path: string): Promise<void> {
  if ((await caller.head(`/artifacts/${hash}`)) === 200) return
  await caller.send('PUT', `/artifacts/${hash}`, await readFile(path))
}

/** Takes an artifact into the cache, unless it is there. Errors: E_ARTIFACT for what has another content, or is gone; E_DISK. */
export async function takeArtifact(caller: FleetCaller, hash: string): Promise<void> {
  const kept = await cached(kind, hash, terms, async folder => {
    const bytes = await caller.bytes(`/artifacts/${hash}`)
    if (bytes === undefined)
      throw new ToolError('E_ARTIFACT', `The fleet has the artifact ${hash} no more: order again.`)
    checkContent(hash, bytes)
    await writeFile(join(folder, file), bytes)
  })
  await keepNewest(kept, most)
}

/** The path of one that was taken. Error: E_ARTIFACT if it was not. */
export async function artifactPath(hash: string): Promise<string> {
  const kept = await keptEntry(kind, hash, terms)
  if (kept !== undefined) return join(kept, file)
  throw new ToolError(
    'E_ARTIFACT',
    `The artifact ${hash} is not in the cache: a worker takes it from its fleet before it does the job.`,
  )
}
