import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cached, sha256, type Terms } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { filesBelow, type SourceFile, writeFiles } from '../shared/folders.js'
import { type Overlay, overlayCode, overlayFile, overlaySpecs } from '../shared/overlay.js'
import { codeFolder, isInstalled, packageFolder, shown, specsFolder } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { keepNewest } from '../shared/prune.js'
import { lawFiles, lawName } from '../suite/laws.js'
import { readFolder, specsError } from './read-folder.js'
import { laidDesignsSchema, laidRightsSchema } from './registry.js'
import { oursAt, short, staleNote } from './stamp.js'

/** How many overlays are kept. */
const most = 8

const runs = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const main = `${overlayCode}/generator/cli/main.${runs}`

const terms: Terms = { needs: { [overlayFile]: 'file', [main]: 'file' }, byTimes: true }

/**
 * Lays the specs of a folder over those of the package, and gives the main file of the program that judges by them: a file with the path of one of ours
 * takes its place, every other one is added. It is kept by the content of all that has a part in it.
 * Errors: E_SPECS, which names file and line of what is wrong in the folder, before anything runs; E_FILE, E_DISK.
 */
export async function layOver(folder: string, progress: Progress): Promise<string> {
  const files = await readFolder(folder)
  const hash = sha256(JSON.stringify(files))
  const key = sha256(JSON.stringify([hash, packageFolder, codeFolder, await hashesOfOurs()]))
  const kept = await cached('specs', key, terms, async entry => {
    progress(`laying the specs of ${shown(folder)} over ours`)
    await lay(folder, { files, hash, entry })
  })
  await keepNewest(kept, most)
  return join(kept, main)
}

type SpecsLayer = { readonly files: readonly SourceFile[]; readonly hash: string; readonly entry: string }

async function lay(folder: string, { files, hash, entry }: SpecsLayer): Promise<void> {
  // The compiler is loaded where there is something to compile.
  const [
    { checkTypes, toJavaScript },
    { checkParts },
    { checkDesigns, checkRights, registry },
    { linkModules },
  ] = await Promise.all([
    import('./check-types.js'),
    import('./imports.js'),
    import('./registry.js'),
    import('./modules.js'),
  ])
  const specs = join(entry, overlaySpecs)
  const code = join(entry, overlayCode)
  const paths = files.map(({ path }) => path)
  const [ours, tables] = [await replacedBy(files), registry(folder, paths)]
  const own = new Set(paths)
  const taken = tables.find(({ path }) => own.has(path))
  if (taken !== undefined)
    throw specsError(folder, taken.path, 'is written by us, of what rights/ and calls/ have: take it out')
  checkParts(folder, files, path => ours.has(path))
  await cp(specsFolder, specs, { recursive: true })
  await writeFiles(specs, [...files, ...tables])
  await checkLaws(folder, specs)
  await linkModules(join(entry, 'node_modules'))
  await writeFile(join(entry, 'package.json'), '{"type":"module"}\n')
  checkTypes(specs, folder, own)
  for (const part of ['generator', 'specs'])
    await cp(join(codeFolder, part), join(code, part), { recursive: true })
  const compiled = [...files, ...tables].filter(({ path }) => path.endsWith('.ts'))
  await writeFiles(
    join(code, 'specs'),
    runs === 'ts'
      ? compiled
      : compiled.map(({ path, content }) => ({
          path: path.replace(/ts$/, 'js'),
          content: toJavaScript(content),
        })),
  )
  const table = (name: string) => pathToFileURL(join(code, `specs/added/${name}.${runs}`)).href
  checkRights(folder, laidRightsSchema.parse(await load(folder, table('rights'))))
  checkDesigns(folder, laidDesignsSchema.parse(await load(folder, table('designs'))))
  const about: Overlay = {
    package: packageFolder,
    isInstalled,
    hash: short(hash),
    files: paths,
    replaced: [...ours.keys()],
    notes: files.flatMap(file => {
      const before = ours.get(file.path)
      return before === undefined ? [] : staleNote(file, before)
    }),
  }
  await writeFile(join(entry, overlayFile), JSON.stringify(about))
}

const load = (folder: string, table: string): Promise<unknown> =>
  import(table).catch((cause: unknown) => {
    const output = cause instanceof Error ? cause.message : String(cause)
    throw new ToolError(
      'E_SPECS',
      `What ${shown(folder)} adds cannot be loaded: files of rights/ and design.ts have to import nothing but types.`,
      { output, cause },
    )
  })

/** What of ours is replaced, by its path. */
async function replacedBy(files: readonly SourceFile[]): Promise<ReadonlyMap<string, string>> {
  const all = await Promise.all(
    files.map(async ({ path }) => [path, await oursAt(specsFolder, path)] as const),
  )
  return new Map(all.flatMap(([path, ours]) => (ours === undefined ? [] : [[path, ours] as const])))
}

/** Two laws of a name would be one. */
async function checkLaws(folder: string, specs: string): Promise<void> {
  const files = await lawFiles(specs)
  const seen = new Map<string, string>()
  for (const file of files) {
    const other = seen.get(lawName(file))
    if (other !== undefined)
      throw specsError(
        folder,
        file,
        `is called as ${other}: a law, a scenario or a case has a name of its own`,
      )
    seen.set(lawName(file), file)
  }
}

/** What is laid over depends on all that is copied of ours. */
async function hashesOfOurs(): Promise<readonly string[]> {
  const folders = [specsFolder, ...['generator', 'specs'].map(part => join(codeFolder, part))]
  const all = await Promise.all([...new Set(folders)].map(filesBelow))
  return Promise.all(
    all
      .flat()
      .sort()
      .map(async path => `${path} ${sha256(await readFile(path))}`),
  )
}
