import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { must } from './process.js'
import type { World } from './world.js'

/** Programs of a guest that something may be linked into. */
type Linked = Partial<Readonly<Record<'suite' | 'init' | 'probe' | 'executor', string>>>

const sources = fileURLToPath(new URL('hostile/', import.meta.url))

/** A compiler that only runs this script. */
export const compiler = (world: World, script: string): string =>
  world.program('cc-of-the-row', `#!/bin/sh\n${script}\n`)

/** The compiler of this machine, which is not asked twice for the same object; some programs are linked with more. */
export function cachingCompiler(world: World, more: Linked = {}): string {
  const { suite, ...others } = more
  const name = createHash('sha256').update(JSON.stringify(others)).digest('hex').slice(0, 12)
  const isOther = Object.keys(others).length > 0
  const links = Object.entries(more).map(([program, words]) => `${program}) exec cc "$@" ${words} ;;`)
  return world.program(
    'cc-of-the-row',
    `#!/bin/sh
case "$1" in
--version) cc --version${isOther ? ` && echo with ${name}` : ''}; exit ;;
-print*) exec cc "$@" ;;
esac
out= last= sources=
for word; do
	[ "$last" = -o ] && out=$word
	case $word in *.c | *.o) sources="$sources $word" ;; esac
	last=$word
done
case "$(basename "$out")" in
${links.join('\n')}
esac
kept=${join(world.bin, 'objects')}/$({ echo "$@"; cat $sources *.h; } 2>/dev/null | sha256sum | cut -c1-64)
if cp "$kept" "$out" 2>/dev/null; then
	chmod +x "$out"
	exit 0
fi
cc "$@" || exit
cp "$out" "$kept.$$" 2>/dev/null && mv "$kept.$$" "$kept" 2>/dev/null
exit 0
`,
  )
}

/** Compiles a file of hostile/ with these definitions to an object. */
async function compile(
  world: World,
  source: string,
  definitions: Readonly<Record<string, string | number>>,
): Promise<string> {
  const out = join(world.bin, `hostile-${basename(source, '.c')}`)
  await must([
    ...['cc', '-O1', '-Wall', '-Wextra', '-Werror', '-c'],
    ...['-o', world.at(out), ...Object.entries(definitions).map(([name, value]) => `-D${name}=${value}`)],
    join(sources, source),
  ])
  return out
}

/** What is done in the suite, in C, when the harness has begun that test of a guest; `once` is for the first guest alone. */
export type SuiteFault = { readonly at: number; readonly once?: boolean; readonly c: string }

/** A compiler that links a fault into the suite. */
export async function faultySuite(world: World, { at, once = false, c }: SuiteFault): Promise<string> {
  const object = await compile(world, 'suite.c', { AT: at, ONCE: once ? 1 : 0, FAULT: c })
  return cachingCompiler(world, { suite: `-Wl,--wrap=fflush ${object}` })
}

/** A compiler that links a fault, in C, into a guest's first process; it is done in every guest, or only in those with a suite. */
export async function faultyInit(world: World, c: string, suiteOnly = false): Promise<string> {
  const object = await compile(world, 'init.c', { SUITE_ONLY: suiteOnly ? 1 : 0, FAULT: c })
  return cachingCompiler(world, { init: object })
}

/** A compiler that links a fault, in C, into the probe. */
export const faultyProbe = async (world: World, c: string): Promise<string> =>
  cachingCompiler(world, { probe: await compile(world, 'probe.c', { FAULT: c }) })

/** What a guest is told in place of its kernel's answer: a number, or an errno below 0. */
export type Lies = { readonly ABI?: string | number; readonly ERRATA?: string | number }

/** A compiler by which probe and suite hear of Landlock what is not so, or only the one or the other. */
export async function lies(
  world: World,
  told: Lies,
  to: readonly ('probe' | 'suite')[] = ['probe', 'suite'],
): Promise<string> {
  const words = `-Wl,--wrap=syscall ${await compile(world, 'lies.c', told)}`
  return cachingCompiler(world, Object.fromEntries(to.map(program => [program, words])))
}

/** What is done in the executor, in C, when it flushes what it printed for that time; 0 is before anything else. */
export type ExecutorFault = { readonly at: number; readonly c: string }

/** A compiler that links a fault into the executor. */
export async function faultyExecutor(world: World, { at, c }: ExecutorFault): Promise<string> {
  const object = await compile(world, 'executor.c', { AT: at, FAULT: c })
  return cachingCompiler(world, { executor: `-Wl,--wrap=fflush ${object}` })
}

const qemu = 'qemu-system-x86_64'

/** Puts a QEMU in front of the real one that changes its arguments, in sh: `set -- "$@" -m 24`. */
export async function changedQemu(world: World, script: string): Promise<void> {
  const path = (await must(['sh', '-c', `command -v ${qemu}`])).trim()
  world.program(qemu, `#!/bin/sh\n${script}\nexec ${path} "$@"\n`)
}

/** A QEMU whose guests have more words on the command line of their kernel, and without these. */
export const withKernelOptions = (world: World, add: string, without = ' '): Promise<void> =>
  changedQemu(
    world,
    `last=
for word; do
	shift
	[ "$last" != -append ] || word="$(printf %s "$word" | sed 's/${without}/ /') ${add}"
	set -- "$@" "$word"
	last=$word
done`,
  )
