import type { z } from 'zod'
import { sha256 } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import type { SourceFile } from '../shared/folders.js'
import { format, readJson } from '../shared/json.js'
import { canonicalJson, prettyJson } from './codec/json.js'
import { expectedSchema, manifestSchema, runManifestSchema } from './codec/suite-schema.js'
import type { Suite } from './suite.js'

/** The SHA-256 of files by their paths. */
export type Hashes = Readonly<Record<string, string>>

/** What a suite is made of, and its id, which is the hash of that and of what it was made for. */
export type Made = { readonly id: string; readonly files: Hashes }

/** manifest.json of a suite: what made it, what it was made for, and what it is made of. */
export type Manifest = Pick<Suite, 'seed' | 'target'> & {
  readonly versions: Readonly<Record<string, string>>
  readonly suite: Made
}

/** manifest.json of a run of one kernel. */
export type RunManifest = Readonly<z.infer<typeof runManifestSchema>>

const expectedPath = 'expected.json'

/** expected.json of a suite: what each of its programs may give. */
export function expectedFile({ laws, tests, notRunnable }: Suite): SourceFile {
  return { path: expectedPath, content: prettyJson({ laws, tests, notRunnable }) }
}

/** What a suite is made of, expected.json among it. */
export function madeOf({ seed, target }: Suite, files: readonly SourceFile[]): Made {
  const hashes = Object.fromEntries(files.map(({ path, content }) => [path, sha256(content)]))
  return { id: idOf({ seed, target, files: hashes }), files: hashes }
}

const idOf = (what: Pick<Suite, 'seed' | 'target'> & { readonly files: Hashes }): string =>
  sha256(canonicalJson(what))

/** The manifest of a suite; `versions` is what made it. */
export const manifestOf = (
  { seed, target }: Suite,
  suite: Made,
  versions: Readonly<Record<string, string>>,
): Manifest & { readonly format: number } => ({ format, seed, versions, target, suite })

/** Reads the manifest of a suite. Error: E_SUITE. */
export const readManifest = (text: string, where: string): Manifest =>
  readJson(manifestSchema, text, where, 'E_SUITE')

/** Reads the manifest of a run of one kernel. Error: E_SUITE. */
export const readRunManifest = (text: string, where: string): RunManifest =>
  readJson(runManifestSchema, text, where, 'E_SUITE')

/** Reads a suite back from its manifest and the text of its expected.json; `folder` is for the errors. Error: E_SUITE where one is not of the other. */
export function readSuite(expected: string, { seed, target, suite }: Manifest, folder: string): Suite {
  const { id, files } = suite
  if (idOf({ seed, target, files }) !== id) {
    throw new ToolError('E_SUITE', `${folder}/manifest.json was changed: it is not that of the suite ${id}.`)
  }
  if (sha256(expected) !== files[expectedPath]) {
    throw new ToolError(
      'E_SUITE',
      `${folder}/${expectedPath} was changed: it is not that of the suite ${id}.`,
    )
  }
  return { seed, target, ...readJson(expectedSchema, expected, `${folder}/${expectedPath}`, 'E_SUITE') }
}
