import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { bootsIn, readRelease, readSuiteId } from '../guest/ktap.js'
import { ToolError } from '../shared/error.js'
import { outFolder } from '../shared/paths.js'
import { type Manifest, readManifest, readSuite } from '../suite/suite-json.js'
import { manifestPath } from './bundle.js'
import { type ReadRun, readRun, readSavedText, type SavedIn } from './read-run.js'

const suitesFolder = join(outFolder, 'suites')

/**
 * What is saved in a run folder, or in a channel log; the log of a run is judged with all that is beside it, unless another suite is named.
 * Errors: those of readRun and readLog.
 */
export async function readSaved(
  path: string,
  isFolder: boolean,
  suiteFolder: string | undefined,
): Promise<ReadRun> {
  if (isFolder) return readRun(path)
  if (suiteFolder === undefined && (await isRun(dirname(path)))) return readRun(dirname(path))
  return { kernels: [await readLog(path, suiteFolder)], unavailable: [] }
}

/** Whether a folder is what a run left, and no suite. */
const isRun = async (folder: string): Promise<boolean> =>
  readFile(join(folder, manifestPath), 'utf8').then(
    text => /^\s*"kernel":/m.test(text),
    () => false,
  )

/**
 * A channel log without the run that it is of, and what stands beside it as console.log; its suite is in that folder, beside it, or among
 * the suites that were written. Error: E_SUITE when it is in none of them, or the log does not say which one ran.
 */
async function readLog(path: string, suiteFolder: string | undefined): Promise<SavedIn> {
  const channel = await readSavedText(path)
  const id = readSuiteId(channel)
  if (id === undefined) throw nameless(path)
  const beside = dirname(path)
  const { folder, manifest } = await suiteOf(id, suiteFolder === undefined ? [beside] : [suiteFolder])
  return {
    suite: readSuite(await readSavedText(join(folder, 'expected.json')), manifest, folder),
    made: manifest.suite,
    channel,
    console: await consoleBeside(beside),
    lost: unended(channel),
    notes: [],
    origin: {
      ref: basename(path),
      sha256: '',
      origin: 'a saved log',
      release: readRelease(channel) ?? 'unknown release',
    },
    folder: '',
    files: [],
  }
}

/** What stands beside a log as console.log, or null where nothing does. */
const consoleBeside = async (folder: string): Promise<string | null> => {
  const path = join(folder, 'console.log')
  return existsSync(path) ? readSavedText(path) : null
}

/** The guests of a log that did not come to the end of the suite. */
const unended = (channel: string): readonly string[] =>
  bootsIn(channel).flatMap(({ again, text, line }) =>
    again !== undefined || /^# end\r?$/m.test(text)
      ? []
      : [`the guest that speaks from line ${line} on did not come to the end of the suite`],
  )

type SavedRunFiles = { readonly folder: string; readonly manifest: Manifest }

/** The suite of an id in one of these folders, or among those that were written. */
async function suiteOf(id: string, first: readonly string[]): Promise<SavedRunFiles> {
  const names = await readdir(suitesFolder).catch(() => [])
  const written = names.filter(name => !name.startsWith('.')).map(name => join(suitesFolder, name))
  for (const folder of [...first, ...written]) {
    const path = join(folder, manifestPath)
    const text = await readFile(path, 'utf8').catch(() => '')
    if (text.includes(id)) return { folder, manifest: readManifest(text, path) }
  }
  throw new ToolError(
    'E_SUITE',
    `The suite ${id}, which the log is of, is in none of the folders below: name the folder of the suite that ran by --suite FOLDER.`,
    { output: [...first, ...written].join('\n') },
  )
}

const nameless = (path: string): ToolError =>
  new ToolError(
    'E_SUITE',
    `${path} does not say which suite ran, as older suites did not, so nothing can be said of it: run again.`,
  )
