import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scratchFolder, writeWhole } from '../generator/shared/cache.js'
import { cacheFolder } from '../generator/shared/cache-folder.js'
import { exec } from '../generator/shared/exec.js'
import type { Route } from '../specs/program.js'

/** A landlock.h that has all names that the programs here use. */
export const headerOf = (tree: string): string =>
  ['include/uapi/linux/landlock.h', 'usr/include/linux/landlock.h']
    .map(path => join(tree, path))
    .find(path => existsSync(path)) ?? '/dev/null'

/** The kernel's own header, where a source of it was unpacked for something else. */
function selftests(): string | undefined {
  const trees = ['selftests', 'lab-trees'].flatMap(kind => {
    const shelf = join(cacheFolder(), kind)
    return existsSync(shelf)
      ? readdirSync(shelf).flatMap(name => [join(shelf, name), join(shelf, name, 'source')])
      : []
  })
  return trees.find(
    tree =>
      existsSync(join(tree, 'tools/testing/selftests/kselftest_harness.h')) &&
      readFileSync(headerOf(tree), 'utf8').includes('LANDLOCK_RESTRICT_SELF_LOG_SAME_EXEC_OFF'),
  )
}

/** Undefined where there is none, or only older ones. */
export const tree = selftests()
/** Whether the running kernel takes system calls of 32 bits: one that does not lets the caller crash. */
async function takesCompat(): Promise<boolean> {
  return scratchFolder(async folder => {
    const [source, binary] = [join(folder, 'compat.c'), join(folder, 'compat')]
    await writeWhole(
      source,
      'int main(void) { int pid = 20; asm volatile("int $0x80" : "+a"(pid)); return pid <= 0; }',
    )
    await exec('cc', ['-static', '-o', binary, source])
    return (await exec(binary, [])).exitCode === 0
  })
}

const isRingOff = (): boolean => {
  const sign = '/proc/sys/kernel/io_uring_disabled'
  return !existsSync(sign) || readFileSync(sign, 'utf8') === '2\n'
}

/** Routes that the running kernel has not: their C is only compiled. */
const missing = [
  ...(isRingOff() ? [/uring|sqpoll|personality/] : []),
  ...((await takesCompat()) ? [] : [/compat|socketcall/]),
]

/** Whether the running kernel has a route. */
export const hasRoute = (route: Route): boolean => !missing.some(ways => ways.test(route))
