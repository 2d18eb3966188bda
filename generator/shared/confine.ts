import { confiners } from './confiners.js'
import { ToolError } from './error.js'
import { type ExecOptions, type Exit, exec } from './exec.js'
import { needProgram } from './programs.js'

/** All that a program may reach: what is beneath paths, those that are not there left out; no network, nothing else. */
export type Confinement = {
  readonly read?: readonly string[]
  /** To read and to run. */
  readonly execute?: readonly string[]
  readonly write?: readonly string[]
  /** Its descriptors 3 and following. */
  readonly descriptors?: readonly Descriptor[]
  /** No file that it writes becomes larger; who goes on is ended by SIGXFSZ. */
  readonly fileBytes?: number
  /** Its errors go where its output goes. */
  readonly joinsErrors?: boolean
}

/** A file to read, or a UNIX socket that listens at a path. */
export type Descriptor = { readonly open: string } | { readonly listen: string }

/** What confines on this machine; without Landlock its ABI is 0. */
export type Protection = { readonly landlock: number; readonly seccomp: boolean }

/** What every program may read; the dynamic linker the first. */
const common = ['/etc/ld.so.cache', '/dev/urandom', '/dev/zero']

/** From this exit code on it may be the confinement that failed, which then says so. */
const ownExit = 125
const ownWords = /^confine: (.*)$/m

/**
 * Runs a command to its end as `exec` does, by Landlock and seccomp with no more than it is given, as far as this machine has them.
 * What descends from it ends with it, and both with us, however we end.
 * Errors: those of `exec`, E_CONFINE if this machine refuses, E_COMPILE.
 */
export async function execConfined(
  confinement: Confinement,
  command: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<Exit> {
  const program = needProgram(command)
  const { confine } = await confiners()
  const exit = await exec(confine, [...argsOf(confinement), '--', program, ...args], options)
  const said = confinement.joinsErrors === true ? exit.stdout : exit.stderr
  const why = (exit.exitCode ?? 0) < ownExit ? undefined : ownWords.exec(said)?.[1]
  if (why === undefined) return exit
  throw new ToolError(
    'E_CONFINE',
    `${command} cannot be confined here: ${why}. Look at what this machine or its container forbids.`,
    { output: said },
  )
}

const argsOf = ({
  read = [],
  execute = [],
  write = [],
  descriptors = [],
  fileBytes,
  joinsErrors,
}: Confinement): readonly string[] => [
  ...['--parent', `${process.pid}`],
  ...[...read, ...common].flatMap(path => ['--read', path]),
  ...execute.flatMap(path => ['--execute', path]),
  ...[...write, '/dev/null'].flatMap(path => ['--write', path]),
  ...descriptors.flatMap(one => ('open' in one ? ['--open', one.open] : ['--listen', one.listen])),
  ...(fileBytes === undefined ? [] : ['--file-size', `${fileBytes}`]),
  ...(joinsErrors === true ? ['--join'] : []),
]

/** Asks this machine what it has. Errors: those of `confiners`. */
export async function protection(): Promise<Protection> {
  const { stdout } = await exec((await confiners()).confine, ['--check'])
  const [, landlock, seccomp] = /^landlock (\d+)\nseccomp ([01])\n$/.exec(stdout) ?? []
  if (landlock === undefined) throw new Error(`confine --check said ${stdout}`)
  return { landlock: Number(landlock), seccomp: seccomp === '1' }
}
