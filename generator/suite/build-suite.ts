import { copyFile, mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cached, sha256, sha256File, writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import { writeFiles } from '../shared/folders.js'
import type { Progress } from '../shared/progress.js'
import { compiler, compilerVersion, compileSuite } from './build.js'
import type { SuiteFiles } from './suite-files.js'

/** A compiled suite: its own copy of the program, and the id that this prints. */
export type BuiltSuite = { readonly id: string; readonly binary: string }

/** How many programs of suites are kept. */
const most = 20

const names = { program: 'suite', hash: 'sha256' } as const

/**
 * The program of a suite in a folder of its own, where nobody else builds: compiled now, or a copy of what was compiled of the same files
 * by the same compiler and is still as it was. Errors: E_COMPILE, E_MISSING, E_DISK.
 */
export async function buildSuite(suite: SuiteFiles, work: string, progress: Progress): Promise<BuiltSuite> {
  const { id } = suite.made
  const own = await mkdtemp(join(work, 'built-'))
  const key = sha256(JSON.stringify([await compilerIdentity(), suite.files]))
  const keep = (): Promise<string> => cached('suites', key, dir => compileInto(dir, suite, own, progress))
  const binary = join(own, names.program)
  const kept = await keep()
  if (!(await take(kept, binary, id))) {
    // It was damaged, or thrown away meanwhile.
    await rm(kept, { recursive: true, force: true })
    if (!(await take(await keep(), binary, id))) throw unkept(kept)
  }
  await prune(dirname(kept), key)
  return { id, binary }
}

/** All that the program depends on beside the files: the compiler, and the library that is linked into it. */
async function compilerIdentity(): Promise<readonly string[]> {
  const version = await compilerVersion()
  const { stdout } = await exec(compiler(), ['-print-file-name=libc.a'])
  return [compiler(), version, await sha256File(stdout.trim()).catch(() => '')]
}

async function compileInto(
  dir: string,
  { made, files }: SuiteFiles,
  own: string,
  progress: Progress,
): Promise<void> {
  const sources = join(own, 'sources')
  await writeFiles(sources, files)
  const program = await compileSuite(sources, progress)
  if (!(await contains(program, made.id))) {
    throw new ToolError(
      'E_COMPILE',
      `${compiler()} said that all is well, and what it made is not the suite ${made.id}: see whether it is a C compiler.`,
    )
  }
  await copyFile(program, join(dir, names.program))
  await writeWhole(join(dir, names.hash), await sha256File(program))
  await rm(sources, { recursive: true })
}

/** Copies a kept program; whether it is there, as it was written, and of that suite. */
async function take(kept: string, binary: string, id: string): Promise<boolean> {
  const hash = await readFile(join(kept, names.hash), 'utf8').catch(() => '')
  const there = await copyFile(join(kept, names.program), binary).then(() => true, falseIfGone)
  if (!there || (await sha256File(binary)) !== hash || !(await contains(binary, id))) return false
  await utimes(kept, new Date(), new Date()).catch(() => {})
  return true
}

function falseIfGone(error: unknown): false {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
  throw error
}

const contains = async (path: string, id: string): Promise<boolean> =>
  readFile(path).then(
    content => content.includes(id),
    () => false,
  )

/** Throws away the programs that were not used for longest; who is about to copy one of them compiles it anew. */
async function prune(shelf: string, own: string): Promise<void> {
  const keys = (await readdir(shelf).catch(() => [])).filter(key => !key.startsWith('.') && key !== own)
  if (keys.length < most) return
  const used = await Promise.all(
    keys.map(async key => ({ key, at: (await stat(join(shelf, key)).catch(() => undefined))?.mtimeMs ?? 0 })),
  )
  const old = used.sort((one, other) => other.at - one.at).slice(most - 1)
  await Promise.all(old.map(({ key }) => rm(join(shelf, key), { recursive: true, force: true })))
}

const unkept = (kept: string): ToolError =>
  new ToolError(
    'E_DISK',
    `${kept} is not what was just written there: look at the disk, or choose another place by XDG_CACHE_HOME.`,
  )
