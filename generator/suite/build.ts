import { join } from 'node:path'
import { type ArchName, hostArch } from '../shared/arch.js'
import { cached, sha256, type Terms, writeWhole } from '../shared/cache.js'
import { compile } from '../shared/compile.js'
import {
  type Compiler,
  compileMs,
  compiler,
  compilerLine,
  compilerVersion,
  throwUnlessBuilt,
} from '../shared/compiler.js'
import type { Exit } from '../shared/exec.js'
import type { SourceFile } from '../shared/folders.js'
import type { Progress } from '../shared/progress.js'
import { execToolchain } from '../shared/toolchain.js'
import { nameHeaders } from './name-headers.js'
import { sourcesIn } from './templates.js'

/** What each program of a guest is made of, beside the headers. */
const guestTools = {
  init: ['init.c', 'gcov.c'],
  probe: [
    'probe.c',
    'ask.c',
    'audit.c',
    'behaviours.c',
    'choices.c',
    'creations.c',
    'designs.c',
    'errno_name.c',
    'events.c',
    'lacks.c',
    'message.c',
    'namespaces.c',
    'ring.c',
    'ring_request.c',
    'seccomp.c',
    'socket_rules.c',
  ],
  bench: ['bench.c'],
  ticks: ['ticks.c'],
  trace: ['trace.c', 'watched_call.c'],
} as const

const termsOf = (arch: ArchName, ...names: readonly string[]): Terms => ({
  needs: Object.fromEntries(names.map(name => [name, { program: arch }])),
})

const flags = ['-O1', '-Wall', '-Wextra', '-Werror', '-static'] as const

/**
 * Compiles a rendered suite in its folder with its own Makefile into one static program, and returns its path.
 * Errors: E_COMPILE with what the compiler said, E_MISSING without make or a compiler.
 */
export async function compileSuite(folder: string, progress: Progress, arch = hostArch): Promise<string> {
  const command = compiler(arch)
  await compilerVersion(command)
  const program = join(folder, 'suite')
  const exit = await make(folder, command, progress)
  throwUnlessBuilt(exit, `the suite in ${folder}`, program, { command, arch })
  return program
}

async function make(folder: string, command: Compiler, progress: Progress): Promise<Exit> {
  let count = 0
  const onLine = (line: string): void => {
    const source = / -c .* (\S+\.c)$/.exec(line)?.[1]
    if (source !== undefined) progress(`compiling ${source} (${++count})`)
  }
  // Make takes a dollar for a name.
  const cc = compilerLine(command).replaceAll('$', '$$$$')
  const args = ['-C', folder, '-j2', '--no-print-directory', `CC=${cc}`, 'suite']
  // A flag of the environment must not change what is built.
  const env = { CFLAGS: '', LDFLAGS: '', MAKEFLAGS: '' }
  return execToolchain({ write: [folder] }, 'make', args, { onLine, env, deadlineMs: compileMs })
}

/** Compiles what a guest needs beside a suite; kept in the cache by the hash of the sources and the compiler. */
export async function buildGuestTools(
  progress: Progress,
  arch = hostArch,
): Promise<Readonly<Record<keyof typeof guestTools, string>>> {
  const sources = [...sourcesIn('arch', 'guest', 'harness', 'calls', 'routes'), ...nameHeaders]
  const key = sha256(JSON.stringify([await compilerVersion(compiler(arch)), flags, guestTools, sources]))
  const terms = termsOf(arch, 'init', 'probe', 'bench', 'trace')
  const folder = await cached('guest-tools', key, terms, async dir => {
    progress('compiling what a guest needs')
    for (const { path, content } of sources) await writeWhole(join(dir, path), content)
    for (const [name, files] of Object.entries(guestTools)) {
      const what = `templates/guest/${name}.c`
      await compile({ args: [...flags, ...files], folder: dir, program: name, what, arch })
    }
  })
  const program = (name: keyof typeof guestTools): string => join(folder, name)
  return {
    ...{ init: program('init'), probe: program('probe'), ticks: program('ticks') },
    ...{ bench: program('bench'), trace: program('trace') },
  }
}

/** A program that takes programs of the wire; its id is the hash of all that it was made of, and the executor prints it before it answers. */
export type Executable = { readonly path: string; readonly id: string }

/** Compiles the executor, as it was rendered, or the loop that it is measured against; kept in the cache like the tools of a guest. */
export async function buildExecutor(
  sources: readonly SourceFile[],
  progress: Progress,
  arch = hostArch,
): Promise<Executable> {
  const options = ['-O2', '-Wall', '-Wextra', '-Werror', '-static']
  const id = sha256(JSON.stringify([await compilerVersion(compiler(arch)), options, sources]))
  const folder = await cached('executors', id, termsOf(arch, 'executor'), async dir => {
    progress('compiling the executor')
    for (const { path, content } of sources) await writeWhole(join(dir, path), content)
    const files = sources.map(({ path }) => path).filter(path => path.endsWith('.c'))
    const args = [...options, `-DEXECUTOR_ID="${id}"`, ...files]
    await compile({ args, folder: dir, program: 'executor', what: 'the executor', arch })
  })
  return { path: join(folder, 'executor'), id }
}
