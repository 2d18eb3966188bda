import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { must } from './process.js'
import type { World } from './world.js'

/** Programs of a guest that something may be linked into. */
type Linked = 'suite' | 'init' | 'probe'

const sources = fileURLToPath(new URL('hostile/', import.meta.url))

/** A compiler that only runs this script. */
export const compiler = (world: World, script: string): string =>
  world.program('cc-of-the-row', `#!/bin/sh\n${script}\n`)

/** The compiler of this machine, which is not asked twice for the same object; some programs are linked with more. */
export function cachingCompiler(world: World, more: Partial<Readonly<Record<Linked, string>>> = {}): string {
  const name = createHash('sha256').update(JSON.stringify(more)).digest('hex').slice(0, 12)
  const isOther = more.init !== undefined || more.probe !== undefined
  return world.program(
    'cc-of-the-row',
    `#!/bin/sh
case "$1" in
--version) cc --version${isOther ? ` && echo with ${name}` : ''}; exit ;;
-print*) exec cc "$@" ;;
esac
out= object= last=
for word; do
	[ "$last" = -o ] && out=$word
	[ "$word" = -c ] && object=yes
	last=$word
done
case "$(basename "$out")" in
suite) exec cc "$@" ${more.suite ?? ''} ;;
init) set -- "$@" ${more.init ?? ''} ;;
probe) set -- "$@" ${more.probe ?? ''} ;;
esac
kept=${world.warm.objects}/$({ echo "$@" "$object" ${name}; cat *.c *.h; } 2>/dev/null | sha256sum | cut -c1-64)
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

/** What is done in the suite, in C, when the harness has begun that test of a guest; `once` is for the first guest alone. */
export type SuiteFault = { readonly at: number; readonly once?: boolean; readonly c: string }

/** A compiler that links a fault into the suite. */
export async function faultySuite(world: World, { at, once = false, c }: SuiteFault): Promise<string> {
  const object = join(world.folder, 'suite-fault.o')
  await must([
    ...['cc', '-O1', '-Wall', '-Wextra', '-Werror', '-c', '-o', world.at(object)],
    ...[`-DAT=${at}`, `-DONCE=${once ? 1 : 0}`, `-DFAULT=${c}`, join(sources, 'suite.c')],
  ])
  return cachingCompiler(world, { suite: `-Wl,--wrap=fflush ${object}` })
}
