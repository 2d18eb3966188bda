import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { targetName } from '../../specs/target.js'
import { readRelease, readTarget } from '../guest/ktap.js'
import type { Kernel } from '../kernel/resolve.js'
import { writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { writeFiles } from '../shared/folders.js'
import { outFolder } from '../shared/paths.js'
import { programId, readSuite, writeJson, writeSuite } from '../suite/codec.js'
import type { Suite } from '../suite/suite.js'
import type { Finding } from './result.js'

/** What a bundle says of its kernel. */
export type Origin = Pick<Kernel, 'ref' | 'sha256' | 'origin'> & { readonly release: string }

/** A saved run: what was expected and what was said. */
export type Saved = {
  readonly suite: Suite
  readonly channel: string
  readonly console: string
  readonly origin: Origin
}

/** Writes what a run of one kernel leaves behind; `boots` is the folder with what each guest wrote. */
export async function writeBundle(
  folder: string,
  { suite, channel, console, origin }: Saved,
  versions: Readonly<Record<string, string>>,
  config: string | null,
  boots: string,
): Promise<void> {
  const [expected, manifest] = writeSuite(suite, versions)
  const whole = { ...(JSON.parse(manifest?.content ?? '') as object), kernel: origin }
  await writeFiles(folder, [
    { path: 'expected.json', content: expected?.content ?? '' },
    { path: 'manifest.json', content: writeJson(whole) },
    { path: 'channel.log', content: channel },
    { path: 'console.log', content: console },
  ])
  if (config !== null) await copyFile(config, join(folder, 'config'))
  await copyFile(join(boots, 'boot-0', 'qemu.txt'), join(folder, 'qemu.txt')).catch(() => {})
}

/** Writes the program of each finding, to be replayed; where its law is broken, that is named in it. */
export async function writePrograms(
  folder: string,
  findings: readonly Pick<Finding, 'ops' | 'law' | 'step'>[],
): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { ops, law, step } of findings) {
    const drawn = step === null ? { law, ops } : { ops }
    await writeWhole(join(folder, 'programs', `${programId({ ops })}.json`), writeJson(drawn))
  }
}

/** The bundles of a run folder: one, or one folder for each of its kernels. Error: E_FILE. */
export async function readBundles(folder: string): Promise<readonly Saved[]> {
  const names = await readdir(folder)
  if (names.includes('channel.log')) return [await readBundle(folder)]
  const inside = await Promise.all(
    names.sort().map(async name => readdir(join(folder, name)).catch((): string[] => [])),
  )
  const bundles = names.filter((_, index) => inside[index]?.includes('channel.log'))
  if (bundles.length > 0) return Promise.all(bundles.map(async name => readBundle(join(folder, name))))
  throw new ToolError(
    'E_FILE',
    `${folder} is no run folder: it has no channel.log; give a folder of out/runs.`,
  )
}

async function readBundle(folder: string): Promise<Saved> {
  const read = async (name: string) =>
    readFile(join(folder, name), 'utf8').catch(cause => {
      throw new ToolError('E_FILE', `${folder} is no whole run folder: ${name} is missing; run again.`, {
        cause,
      })
    })
  const manifest = await read('manifest.json')
  return {
    suite: readSuite(await read('expected.json'), manifest, folder),
    channel: await read('channel.log'),
    console: await readFile(join(folder, 'console.log'), 'utf8').catch(() => ''),
    origin: (JSON.parse(manifest) as { readonly kernel: Origin }).kernel,
  }
}

/** A channel log without its bundle, with the suite in that folder, or else the one for the target that the log reports. */
export async function readLog(path: string, suiteFolder: string | undefined): Promise<Saved> {
  const channel = await readFile(path, 'utf8')
  const folder = suiteFolder ?? join(outFolder, 'suites', targetName(readTarget(channel)))
  const bundle = join(dirname(path), 'expected.json')
  const home = suiteFolder === undefined && existsSync(bundle) ? dirname(path) : folder
  const text = async (name: string) =>
    readFile(join(home, name), 'utf8').catch(cause => {
      throw new ToolError('E_SUITE', `${home} has no ${name}: name the suite that ran by --suite FOLDER.`, {
        cause,
      })
    })
  return {
    suite: readSuite(await text('expected.json'), await text('manifest.json'), home),
    channel,
    console: '',
    origin: {
      ref: basename(path),
      sha256: '',
      origin: 'a saved log',
      release: readRelease(channel),
    },
  }
}
