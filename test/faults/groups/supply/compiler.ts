import { compiler } from '../../hostile.js'
import type { Expected, RowOfGroup } from '../../row.js'
import { smallRun } from '../../run.js'
import type { World } from '../../world.js'
import { error } from '../shared.js'

/** The compiler of this machine in all but this, in sh: "$out" is what it is to make. */
const honest = (script: string): string => `case "$*" in *--version*|*-print*) exec cc "$@" ;; esac
last=
for out; do [ "$last" = -o ] && break; last=$out; done
${script}
exec cc "$@"`

/** The same only when the suite is linked, of objects that others compiled. */
const linking = (script: string): string => honest(`case "$out" in suite|*/suite) ${script} ;; esac`)

const native = (world: World, script: string) => smallRun(world, 'native', { CC: compiler(world, script) })

const failure = (does: string, expected: Expected, script: string): RowOfGroup => ({
  fault: `a compiler that ${does}`,
  expected,
  quick: true,
  limit: 300,
  inject: world => native(world, script),
})

const lie = (does: string, says: RegExp, script: string): RowOfGroup =>
  failure(does, error('E_COMPILE', says), script)

/** What it prints is not all ours to print. */
const short = async (world: World, script: string) => {
  const exit = await native(world, script)
  if (exit.stderr.length > 65_536) world.problem(`it printed ${exit.stderr.length} characters`)
  return exit
}

/** Compilers that fail, or lie. */
export const compilers: readonly RowOfGroup[] = [
  lie('exits with 0 and makes nothing', /does not tell its version/, 'exit 0'),
  failure('exits with 0 and makes no object', error('E_COMPILE'), honest('exit 0')),
  lie('exits with 0 and links nothing', /cannot be read \(ENOENT\)/, linking('exit 0')),
  lie('exits with 0 and links an empty file', /it is empty/, linking(': >"$out"; chmod +x "$out"; exit 0')),
  lie(
    'exits with 0 and links a text file',
    /it is no ELF file/,
    linking('echo "#!/bin/true" >"$out"; chmod +x "$out"; exit 0'),
  ),
  lie(
    'exits with 0 and links another program',
    /is not the suite/,
    linking('echo "int main(void) { return 0; }" | cc -static -x c -o "$out" -; exit'),
  ),
  lie(
    'exits with 0 and links a program that is cut off',
    /it is cut off/,
    linking('cc "$@" && truncate -s 9000 "$out"; exit 0'),
  ),
  lie('exits with 0 and makes a folder', /it is not a file/, linking('mkdir "$out"; exit 0')),
  lie('fails and says why', /no such luck/, honest('echo no such luck >&2; exit 1')),
  lie('crashes', /does not compile/, honest('kill -SEGV $$')),
  lie(
    'does not tell its version',
    /does not tell its version/,
    'case "$*" in *--version*) exit 1 ;; esac\nexec cc "$@"',
  ),
  failure(
    'hangs when it is asked for its version',
    error('E_COMPILE', /does not tell its version/),
    'exec sleep 1000',
  ),
  failure('prints a hundred megabytes', error('E_FLOOD'), honest('yes so it goes on | head -c 100000000')),
  {
    fault: 'a compiler that complains in three megabytes',
    expected: { ...error('E_COMPILE', /so it goes on/), besides: 'no more than 64 KiB are printed' },
    quick: true,
    inject: world => short(world, honest('yes so it goes on | head -c 3000000 >&2; exit 1')),
  },
  failure('has no memory', error('E_COMPILE'), honest('ulimit -v 20000; exec cc "$@"')),
  {
    fault: 'a compiler that does not exist',
    expected: error('E_MISSING'),
    quick: true,
    inject: world => smallRun(world, 'native', { CC: '/nowhere/cc' }),
  },
  failure(
    'leaves processes behind',
    error('E_COMPILE', /no such luck/),
    honest('(setsid sleep 1000 >/dev/null 2>&1 &); echo no such luck >&2; exit 1'),
  ),
]
