import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, sha256, type Terms } from '../shared/cache.js'
import { compile } from '../shared/compile.js'
import { compilerVersion } from '../shared/compiler.js'
import type { Progress } from '../shared/progress.js'

const flags = ['-static', '-O2', '-D_GNU_SOURCE='] as const
const libraries = ['-lcap', '-lpthread'] as const

/** Where headers are looked for, below the folder of the selftests. */
const system = ['usr/include', 'usr/include/x86_64-linux-gnu'] as const
const own = ['tools/testing/selftests', 'tools/include'] as const

const testsFolder = 'tools/testing/selftests/landlock'

/** Whether there is such a test, or a program that one executes: newer kernels have more. */
export const hasSelftest = (selftests: string, name: string): boolean =>
  existsSync(join(selftests, testsFolder, `${name}.c`))

/**
 * Compiles one of upstream's selftests of Landlock, such as `net_test`, with the flags of its Makefile but statically, and returns its
 * path; kept in the cache. Errors: E_COMPILE with what the compiler said, E_MISSING without a compiler.
 */
export async function buildSelftest(selftests: string, name: string, progress: Progress): Promise<string> {
  const tests = join(selftests, testsFolder)
  const args = [
    ...flags,
    ...system.flatMap(path => ['-isystem', join(selftests, path)]),
    ...own.map(path => `-I${join(selftests, path)}`),
    join(tests, `${name}.c`),
  ]
  const key = sha256(JSON.stringify([await compilerVersion(), args, libraries, await readdir(tests)]))
  const terms: Terms = { needs: { [name]: 'program' } }
  const folder = await cached('selftest', key, terms, async dir => {
    progress(`compiling upstream's ${name}`)
    const what = `upstream's ${name} in ${tests}`
    const all = [...args, ...libraries]
    await compile({ args: all, folder: dir, read: [selftests], program: name, what })
  })
  return join(folder, name)
}
