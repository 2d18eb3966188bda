import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type ArchName, archOf, crossPrefix, hostArch } from '../../shared/arch.js'
import { ToolError } from '../../shared/error.js'
import { type Exit, exec } from '../../shared/exec.js'
import { execToolchain, installedWith } from '../../shared/toolchain.js'

/** Where make runs, and for which architecture, if not for this machine's. */
export type MakeTree = { readonly folder: string; readonly arch?: ArchName }

/** What `make` is told, whatever the environment says: the same source then gives the same bytes. */
const settings = (arch: ArchName): readonly string[] => [
  `ARCH=${archOf(arch).kbuild}`,
  `CROSS_COMPILE=${crossPrefix(arch)}`,
  'KBUILD_OUTPUT=',
  'LLVM=',
  'V=0',
  'KCONFIG_CONFIG=.config',
  'KBUILD_BUILD_USER=lab',
  'KBUILD_BUILD_HOST=landlockstep',
  'KBUILD_BUILD_VERSION=1',
  'KBUILD_BUILD_TIMESTAMP=1970-01-01',
]

const environment = { MAKEFLAGS: '', KCFLAGS: '', KAFLAGS: '' }

/** Runs make in the source of a tree, where it may also run what it builds; all it says goes to a file in `folder`. */
export const make = (
  { folder, arch = hostArch }: MakeTree,
  targets: readonly string[],
  log: string,
  onLine: (line: string) => void = () => {},
): Promise<Exit> =>
  execToolchain(
    // Objtool asks where its stack ends.
    {
      read: ['/proc'],
      write: [folder],
      execute: [join(folder, 'source'), ...compilersIn(targets)],
      joinsErrors: true,
    },
    'flock',
    [
      lockOf(folder),
      'make',
      '-C',
      join(folder, 'source'),
      '--no-print-directory',
      `-j${availableParallelism()}`,
      ...settings(arch),
      ...targets,
    ],
    { onLine, outFile: join(folder, log), env: environment },
  )

/** A compiler that somebody names may be installed anywhere. */
const compilersIn = (targets: readonly string[]): readonly string[] =>
  targets
    .filter(target => target.startsWith('CC='))
    .flatMap(target => installedWith(target.slice('CC='.length)))

/** Waits for compilers of an earlier make, which outlive us if we are killed: one must not read what is patched meanwhile. */
export const untilQuiet = async (folder: string): Promise<void> =>
  void (await exec('flock', [lockOf(folder), 'true']))

const lockOf = (folder: string): string => join(folder, 'make.lock')

/** Whether a line of make tells that something is being made, such as `  CC      security/landlock/net.o`. */
export const isStep = (line: string): boolean => /^ {2}[A-Z][A-Z0-9_]*(?: \[\w\])? +\S/.test(line)

/** What compilers, assemblers and linkers call an error, in their order, without what make adds. */
export const compilerErrors = (log: string): readonly string[] =>
  log.split('\n').filter(line => errors.some(error => error.test(line)) || isToolError(line))

const errors: readonly RegExp[] = [
  /^\S+:\d+(?::\d+)?: (?:fatal )?error: /,
  /^\S+:\d+: Error: /,
  /\bundefined reference to\b/,
  /\bmultiple definition of\b/,
  /^\S+:\d+:\s*\*\*\* /,
]

/** In two parts: as one expression it would take the square of the colons in a line. */
const isToolError = (line: string): boolean => {
  const start = /^(?:\S*ld|\S*objtool|error): /i.exec(line)?.[0]
  return start !== undefined && /error|undefined|cannot|not /i.test(line.slice(start.length))
}

/** A build that failed, by its log, which lies at `place`. */
export function buildError(kernel: string, log: string, place: string): ToolError {
  if (log.includes('No space left on device')) return diskFull(kernel, place)
  const found = compilerErrors(log)
  const lines = found.length > 0 ? found : log.trimEnd().split('\n').slice(-lastLines)
  const first = found.length === 0 ? 'see its last lines below' : found[0]
  const more = found.length > 1 ? ` and ${found.length - 1} more` : ''
  return new ToolError(
    'E_BUILD',
    `${kernel} does not build: ${first}${more}. Correct the code; the whole log is ${place}.`,
    { output: lines.slice(0, mostLines).join('\n') },
  )
}

const diskFull = (kernel: string, place: string): ToolError =>
  new ToolError(
    'E_DISK',
    `The disk is full: ${kernel} could not be built (${place}). Free some space and try again.`,
  )

const lastLines = 15
const mostLines = 40
