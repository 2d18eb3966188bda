import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ArchName, hostArch } from '../shared/arch.js'
import { cached, sha256, sha256File, type Terms } from '../shared/cache.js'
import { compiler, compilerLine, compilerVersion } from '../shared/compiler.js'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import { writeFiles } from '../shared/folders.js'
import type { Progress } from '../shared/progress.js'
import { keepNewest } from '../shared/prune.js'
import { rethrowUnless } from '../shared/unfinished.js'
import { compileSuite } from './build.js'
import type { SuiteFiles } from './suite-files.js'

/** A compiled suite: its own copy of the program, and the id that this prints. */
export type BuiltSuite = { readonly id: string; readonly binary: string }

/** How many programs of suites are kept. */
const most = 20

const program = 'suite'

/**
 * The program of a suite in a folder of its own, where nobody else builds: compiled now, or a copy of what was compiled of the same files
 * by the same compiler and is still as it was. Errors: E_COMPILE, E_MISSING, E_DISK.
 */
export async function buildSuite(
  suite: SuiteFiles,
  work: string,
  progress: Progress,
  arch = hostArch,
): Promise<BuiltSuite> {
  const { id } = suite.made
  const own = await mkdtemp(join(work, 'built-'))
  const key = sha256(JSON.stringify([await compilerIdentity(arch), suite.files]))
  const binary = join(own, program)
  const take = async (): Promise<string> => {
    const kept = await cached('suites', key, termsOf(id, arch), dir =>
      compileInto(dir, suite, { own, arch }, progress),
    )
    await copyFile(join(kept, program), binary)
    return kept
  }
  // Who throws old ones away may be faster.
  const taken = await take().catch(rethrowUnless('ENOENT'))
  const kept = taken === true ? await take() : taken
  await keepNewest(kept, most)
  return { id, binary }
}

/** All that the program depends on beside the files: the compiler, and the library that is linked into it. */
async function compilerIdentity(arch: ArchName): Promise<readonly string[]> {
  const own = compiler(arch)
  const [command, ...args] = own
  const { stdout } = await exec(command, [...args, '-print-file-name=libc.a'])
  return [compilerLine(own), await compilerVersion(own), await sha256File(stdout.trim()).catch(() => '')]
}

/** What is made, or kept, must be a program that tells this id. */
const termsOf = (id: string, arch: ArchName): Terms => ({
  needs: { [program]: { program: arch } },
  check: async folder => {
    if ((await readFile(join(folder, program))).includes(id)) return
    throw new ToolError(
      'E_COMPILE',
      `${compilerLine(compiler(arch))} said that all is well, and what it made is not the suite ${id}: see whether it is a C compiler.`,
    )
  },
})

async function compileInto(
  dir: string,
  { files }: SuiteFiles,
  { own, arch }: { readonly own: string; readonly arch: ArchName },
  progress: Progress,
): Promise<void> {
  const sources = join(own, 'sources')
  await writeFiles(sources, files)
  await copyFile(await compileSuite(sources, progress, arch), join(dir, program))
  await rm(sources, { recursive: true })
}
