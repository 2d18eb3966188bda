import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, sha256, type Terms } from '../shared/cache.js'
import { compile } from '../shared/compile.js'
import { compilerVersion } from '../shared/compiler.js'
import type { Progress } from '../shared/progress.js'

const flags = ['-static', '-O2', '-D_GNU_SOURCE='] as const
const libraries = ['-lcap', '-lpthread'] as const

const terms: Terms = { needs: { net_test: 'program' } }

/** Where headers are looked for, below the folder of the selftests. */
const system = ['usr/include', 'usr/include/x86_64-linux-gnu'] as const
const own = ['tools/testing/selftests', 'tools/include'] as const

/**
 * Compiles upstream's net_test, with the flags of its Makefile but statically, and returns its path; kept in the cache.
 * Errors: E_COMPILE with what the compiler said, E_MISSING without a compiler.
 */
export async function buildNetTest(selftests: string, progress: Progress): Promise<string> {
  const tests = join(selftests, 'tools/testing/selftests/landlock')
  const args = [
    ...flags,
    ...system.flatMap(path => ['-isystem', join(selftests, path)]),
    ...own.map(path => `-I${join(selftests, path)}`),
    join(tests, 'net_test.c'),
  ]
  const key = sha256(JSON.stringify([await compilerVersion(), args, libraries, await readdir(tests)]))
  const folder = await cached('net-test', key, terms, async dir => {
    progress("compiling upstream's net_test")
    const what = `upstream's net_test in ${tests}`
    const all = [...args, ...libraries]
    await compile({ args: all, folder: dir, read: [selftests], program: 'net_test', what })
  })
  return join(folder, 'net_test')
}
