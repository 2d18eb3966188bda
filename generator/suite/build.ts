import { join } from 'node:path'
import { cached, sha256, writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { type Exit, exec } from '../shared/exec.js'
import type { SourceFile } from '../shared/folders.js'
import type { Progress } from '../shared/progress.js'
import { nameHeaders } from './name-headers.js'
import { sourcesIn } from './templates.js'

/** What each program of a guest is made of, beside the headers. */
const guestTools = {
  init: ['init.c'],
  probe: [
    'probe.c',
    'ask.c',
    'audit.c',
    'behaviours.c',
    'creations.c',
    'designs.c',
    'errno_name.c',
    'lacks.c',
    'message.c',
    'namespaces.c',
    'ring.c',
    'seccomp.c',
  ],
  bench: ['bench.c'],
} as const

const flags = ['-O1', '-Wall', '-Wextra', '-Werror', '-static'] as const

/**
 * Compiles a rendered suite in its folder with its own Makefile into one static program, and returns its path.
 * Errors: E_COMPILE with what the compiler said, E_MISSING without make or a compiler.
 */
export async function compileSuite(folder: string, progress: Progress): Promise<string> {
  await compilerVersion()
  let count = 0
  const onLine = (line: string): void => {
    const source = / -c .* (\S+\.c)$/.exec(line)?.[1]
    if (source !== undefined) progress(`compiling ${source} (${++count})`)
  }
  // A flag of the environment must not change what is built.
  const options = ['-C', folder, '-j2', '--no-print-directory', `CC=${compiler()}`, 'suite']
  const exit = await exec('make', options, { onLine, env: { CFLAGS: '', LDFLAGS: '', MAKEFLAGS: '' } })
  throwUnlessBuilt(exit, `the suite in ${folder}`)
  return join(folder, 'suite')
}

/** Compiles what a guest needs beside a suite; kept in the cache by the hash of the sources and the compiler. */
export async function buildGuestTools(
  progress: Progress,
): Promise<Readonly<Record<keyof typeof guestTools, string>>> {
  const sources = [...sourcesIn('guest', 'harness', 'calls', 'routes'), ...nameHeaders]
  const key = sha256(JSON.stringify([await compilerVersion(), flags, guestTools, sources]))
  const folder = await cached('guest-tools', key, async dir => {
    progress('compiling what a guest needs')
    for (const { path, content } of sources) await writeWhole(join(dir, path), content)
    for (const [name, files] of Object.entries(guestTools)) {
      const exit = await exec(compiler(), [...flags, '-o', name, ...files], { cwd: dir })
      throwUnlessBuilt(exit, `templates/guest/${name}.c`)
    }
  })
  return { init: join(folder, 'init'), probe: join(folder, 'probe'), bench: join(folder, 'bench') }
}

/** Compiles the executor, as it was rendered, or the loop that it is measured against; kept in the cache like the tools of a guest. */
export async function buildExecutor(sources: readonly SourceFile[], progress: Progress): Promise<string> {
  const options = ['-O2', '-Wall', '-Wextra', '-Werror', '-static']
  const key = sha256(JSON.stringify([await compilerVersion(), options, sources]))
  const folder = await cached('executors', key, async dir => {
    progress('compiling the executor')
    for (const { path, content } of sources) await writeWhole(join(dir, path), content)
    const files = sources.map(({ path }) => path).filter(path => path.endsWith('.c'))
    throwUnlessBuilt(
      await exec(compiler(), [...options, '-o', 'executor', ...files], { cwd: dir }),
      'the executor',
    )
  })
  return join(folder, 'executor')
}

/** The C compiler: `$CC`, else `cc`. */
export const compiler = (): string => process.env.CC || 'cc'

/** What the compiler says of itself. Error: E_MISSING without one. */
export async function compilerVersion(): Promise<string> {
  const { stdout } = await exec(compiler(), ['--version'])
  return stdout
}

/** Throws E_COMPILE, with what the compiler said, if it failed. */
export function throwUnlessBuilt({ exitCode, stdout, stderr }: Exit, what: string): void {
  if (exitCode === 0) return
  const said = `The C of ${what} does not compile with ${compiler()}; see what the compiler says and correct it.`
  throw new ToolError('E_COMPILE', said, { output: stderr || stdout })
}
