import { join } from 'node:path'
import { type ArchName, hostArch } from './arch.js'
import { compileMs, compiler, throwUnlessBuilt } from './compiler.js'
import { execToolchain } from './toolchain.js'

/** What is compiled: arguments with sources, where it is done, what else may be read there, and what comes of it, also in words. */
type Compilation = {
  readonly args: readonly string[]
  readonly folder: string
  readonly read?: readonly string[]
  readonly program: string
  readonly what: string
  /** What it is compiled for, if not for this machine. */
  readonly arch?: ArchName
  /** It may take so many milliseconds. */
  readonly deadlineMs?: number
}

/** Compiles sources into one static program in a folder. Errors: those of `execToolchain`, E_COMPILE with what the compiler said. */
export async function compile({
  args,
  folder,
  read = [],
  program,
  what,
  arch = hostArch,
  deadlineMs = compileMs,
}: Compilation): Promise<void> {
  const [command, ...options] = compiler(arch)
  const all = [...options, ...args, '-o', program]
  const exit = await execToolchain({ read, write: [folder] }, command, all, { cwd: folder, deadlineMs })
  throwUnlessBuilt(exit, what, join(folder, program), { command: compiler(arch), arch })
}
