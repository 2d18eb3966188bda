import { ToolError } from './error.js'
import { type Exit, exec } from './exec.js'

/** The C compiler: `$CC`, else `cc`. */
export const compiler = (): string => process.env.CC || 'cc'

/** What a compiler says of itself. Error: E_MISSING without one. */
export async function compilerVersion(command = compiler()): Promise<string> {
  const { stdout } = await exec(command, ['--version'])
  return stdout
}

/** Throws E_COMPILE, with what the compiler said, if it failed. */
export function throwUnlessBuilt(
  { exitCode, stdout, stderr }: Exit,
  what: string,
  command = compiler(),
): void {
  if (exitCode === 0) return
  const said = `The C of ${what} does not compile with ${command}; see what the compiler says and correct it.`
  throw new ToolError('E_COMPILE', said, { output: stderr || stdout })
}
