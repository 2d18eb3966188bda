import { readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { scratchFolder } from './cache.js'
import { compiler } from './compiler.js'
import { type Confinement, execConfined } from './confine.js'
import type { ExecOptions, Exit } from './exec.js'
import { findProgram } from './programs.js'

/** Where a system keeps what everybody may run. */
export const systemFolders = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/opt',
  '/nix/store',
  '/gnu/store',
]

/** What programs read of the system's settings. */
const settings = [
  'alternatives',
  'group',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'nsswitch.conf',
  'passwd',
].map(name => join('/etc', name))

/** What a compiler may reach beside the system and a folder for what is temporary. */
type Reach = Pick<Confinement, 'read' | 'execute' | 'write' | 'joinsErrors'>

/**
 * Runs a compiler, or what starts one, on code that may be anybody's: it has no network, reads the system and what it is given, and
 * writes only there. Errors: those of `execConfined`.
 */
export const execToolchain = (
  { read = [], execute = [], ...reach }: Reach,
  command: string,
  args: readonly string[],
  { env, ...options }: ExecOptions = {},
): Promise<Exit> =>
  scratchFolder(temporary =>
    execConfined(
      {
        ...reach,
        read: [...read, ...settings],
        execute: [...execute, ...systemFolders, ...[command, ...compiler()].flatMap(installedWith)],
        write: [...(reach.write ?? []), temporary],
      },
      command,
      args,
      // A cache of compiled code is outside of what may be written.
      { ...options, env: { ...env, TMPDIR: temporary, CCACHE_DISABLE: '1' } },
    ),
  )

/** What a compiler that is not the system's was installed with; of the folder above its own only what an installation has there. */
export const installedWith = (program: string): readonly string[] =>
  pathsOf(program).flatMap(path => {
    const above = dirname(dirname(path))
    if (basename(dirname(path)) !== 'bin') return [path]
    return [
      path,
      ...readdirSync(above)
        .filter(isInstalled)
        .map(name => join(above, name)),
    ]
  })

/** Such as `lib64`, and what a cross compiler has in a folder of its own, such as `aarch64-linux-gnu`. */
const isInstalled = (name: string): boolean =>
  /^(?:bin|include|lib(?:x?32|64|exec)?|share|\w+-\w+-\w+(?:-\w+)?)$/.test(name)

/** The folders that a program may be the `bin/` of, or that it was built in. */
export const prefixesOf = (program: string): readonly string[] =>
  pathsOf(program).map(path => (basename(dirname(path)) === 'bin' ? dirname(dirname(path)) : dirname(path)))

/** Where it is found, and where it is. */
function pathsOf(program: string): readonly string[] {
  const path = findProgram(program)
  return path === undefined ? [] : [...new Set([path, realpathSync(path)])]
}
