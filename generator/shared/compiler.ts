import { existsSync } from 'node:fs'
import { type ArchName, archOf, hostArch } from './arch.js'
import { whyNoProgram } from './elf.js'
import { ToolError } from './error.js'
import { type Exit, exec } from './exec.js'
import { shellWord } from './shell-word.js'

/** A compiler, and the options that it is always given. */
export type Compiler = readonly [string, ...string[]]

/** The C compiler: `$CC`, which may have options as in make, else `cc`; for another architecture than this machine's, that of Debian. */
export function compiler(arch = hostArch): Compiler {
  const { command: cross, options: always = [] } = archOf(arch).cross
  if (arch !== hostArch) return [cross, ...always]
  const text = (process.env.CC ?? '').trim()
  if (text.includes('/') && existsSync(text)) return [text]
  const [command = '', ...options] = text.split(/\s+/)
  return command === '' ? ['cc'] : [command, ...options]
}

/** A compiler as it is told to a shell. */
export const compilerLine = (command: Compiler = compiler()): string => command.map(shellWord).join(' ')

/** A compiler that does not tell its version in this time tells it never. */
const askMs = 20_000

/** What a compiler says of itself. Errors: E_MISSING without one, E_COMPILE where it says nothing. */
export async function compilerVersion(command: Compiler = compiler(), deadlineMs = askMs): Promise<string> {
  const [name, ...options] = command
  const { exitCode, stdout, stderr } = await exec(name, [...options, '--version'], { deadlineMs })
  if (exitCode === 0 && stdout.trim() !== '') return stdout
  const said = `${compilerLine(command)} does not tell its version, so it is no C compiler that works; set CC to one, or unset it.`
  throw new ToolError('E_COMPILE', said, { output: stderr || stdout })
}

/** A program takes seconds, and minutes beside a heavy load; who has not compiled it in this time never does. */
export const compileMs = 20 * 60_000

/** Throws E_COMPILE, with what the compiler said, if it failed, did not end, or said that it did not fail and made no program. */
export function throwUnlessBuilt(
  { exitCode, stdout, stderr, timedOut }: Exit,
  what: string,
  program: string,
  { command = compiler(), arch = hostArch }: { readonly command?: Compiler; readonly arch?: ArchName } = {},
): void {
  const output = stderr || stdout
  if (timedOut) {
    const said = `${compilerLine(command)} did not come to an end with the C of ${what}, and was ended; set CC to a compiler that works.`
    throw new ToolError('E_COMPILE', said, { output })
  }
  if (exitCode !== 0) {
    const said = `The C of ${what} does not compile with ${compilerLine(command)}; see what the compiler says and correct it.`
    throw new ToolError('E_COMPILE', said, { output })
  }
  const why = whyNoProgram(program, arch)
  if (why === undefined) return
  throw new ToolError(
    'E_COMPILE',
    `${compilerLine(command)} exits with 0 but makes no program of the C of ${what} (${program}: ${why}); set CC to a compiler that works, or look at the disk.`,
    { output },
  )
}
