import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { imageOf, type Kernel, symbolsFile } from '../kernel/resolve.js'
import type { Reached } from '../report/fuzz-result.js'
import type { Executor } from './executor/executor.js'
import { edgesOf } from './executor/listen.js'

/** The same executor, whose guests' edges are all put into `edges`, which is undefined before a guest tells of any: its kernel has no KCOV. */
export function watched(executor: Executor): {
  readonly executor: Executor
  readonly edges: () => ReadonlySet<number> | undefined
} {
  let all: Set<number> | undefined
  const start: Executor['start'] = (programs, folder, onLine) =>
    executor.start(programs, folder, line => {
      const edges = edgesOf(line)
      if (edges !== undefined) all ??= new Set()
      for (const edge of edges ?? []) all?.add(edge)
      onLine(line)
    })
  return { executor: { ...executor, start }, edges: () => all }
}

/** How many edges lead into which functions of a kernel, whose symbols lie beside it. */
export async function reachedIn(kernel: Kernel, edges: ReadonlySet<number>): Promise<Reached> {
  const symbols = await readFile(join(dirname(imageOf(kernel).image), symbolsFile), 'utf8').catch(() => '')
  return { edges: edges.size, functions: functionsOf(symbols, edges) }
}

type Symbol = { readonly name: string; readonly address: number }

/**
 * By function, in their order in the kernel, how many edges lead into it; functions of one name count as one.
 * An edge that leads nowhere that is known counts for none.
 */
export function functionsOf(symbols: string, edges: Iterable<number>): Readonly<Record<string, number>> {
  const all = codeIn(symbols)
  const counts = new Map<string, number>()
  for (const edge of edges) {
    const name = holderOf(all, edge % 2 ** 32)?.name
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const reached = all.filter(({ name }) => counts.has(name))
  return Object.fromEntries(reached.map(({ name }) => [name, counts.get(name) ?? 0]))
}

/** The symbols of code in a System.map, by address, of which the lower 32 bits tell all. */
const codeIn = (symbols: string): readonly Symbol[] =>
  symbols
    .split('\n')
    .flatMap(line => {
      const [, address = '', name = ''] = /^[\da-f]{8}([\da-f]{8}) [tTwW] (\S+)$/.exec(line) ?? []
      return name === '' ? [] : [{ name, address: Number.parseInt(address, 16) }]
    })
    .toSorted((one, other) => one.address - other.address)

/** The last symbol that is not behind an address, by bisection. */
function holderOf(all: readonly Symbol[], address: number): Symbol | undefined {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle]?.address ?? 0) <= address) low = middle + 1
    else high = middle
  }
  return all[low - 1]
}
