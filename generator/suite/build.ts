import { join } from 'node:path'
import { cached, sha256, writeWhole } from '../shared/cache.js'
import { compiler, compilerVersion, throwUnlessBuilt } from '../shared/compiler.js'
import type { SourceFile } from '../shared/folders.js'
import type { Progress } from '../shared/progress.js'
import { execToolchain } from '../shared/toolchain.js'
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
  ticks: ['ticks.c'],
} as const

const flags = ['-O1', '-Wall', '-Wextra', '-Werror', '-static'] as const

/**
 * Compiles a rendered suite with its own Makefile into one static program, and returns its path.
 * Errors: E_COMPILE with what the compiler said, E_MISSING without make or a compiler.
 */
export async function buildSuite(folder: string, progress: Progress): Promise<string> {
  await compilerVersion()
  let count = 0
  const onLine = (line: string): void => {
    const source = / -c .* (\S+\.c)$/.exec(line)?.[1]
    if (source !== undefined) progress(`compiling ${source} (${++count})`)
  }
  // A flag of the environment must not change what is built.
  const options = ['-C', folder, '-j2', '--no-print-directory', `CC=${compiler()}`, 'suite']
  const env = { CFLAGS: '', LDFLAGS: '', MAKEFLAGS: '' }
  const exit = await execToolchain({ write: [folder] }, 'make', options, { onLine, env })
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
      const args = [...flags, '-o', name, ...files]
      const exit = await execToolchain({ write: [dir] }, compiler(), args, { cwd: dir })
      throwUnlessBuilt(exit, `templates/guest/${name}.c`)
    }
  })
  const program = (name: keyof typeof guestTools): string => join(folder, name)
  return { init: program('init'), probe: program('probe'), bench: program('bench'), ticks: program('ticks') }
}

/** A program that takes programs of the wire; its id is the hash of all that it was made of, and the executor prints it before it answers. */
export type Executable = { readonly path: string; readonly id: string }

/** Compiles the executor, as it was rendered, or the loop that it is measured against; kept in the cache like the tools of a guest. */
export async function buildExecutor(sources: readonly SourceFile[], progress: Progress): Promise<Executable> {
  const options = ['-O2', '-Wall', '-Wextra', '-Werror', '-static']
  const id = sha256(JSON.stringify([await compilerVersion(), options, sources]))
  const folder = await cached('executors', id, async dir => {
    progress('compiling the executor')
    for (const { path, content } of sources) await writeWhole(join(dir, path), content)
    const files = sources.map(({ path }) => path).filter(path => path.endsWith('.c'))
    const all = [...options, `-DEXECUTOR_ID="${id}"`, '-o', 'executor', ...files]
    throwUnlessBuilt(await execToolchain({ write: [dir] }, compiler(), all, { cwd: dir }), 'the executor')
  })
  return { path: join(folder, 'executor'), id }
}
