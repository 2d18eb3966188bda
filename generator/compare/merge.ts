import type { Cause } from './cause.js'
import type { Change, KernelDifference } from './change.js'
import { isSmaller } from './minimize.js'

/** Of an ABI's names the one under which a program is told: one that another program shows alone, if there is one. */
function nameOf(names: readonly string[], alone: ReadonlySet<string>): string {
  return names.find(name => alone.has(name)) ?? names.join(', ')
}

function withOneName(cause: Cause, alone: ReadonlySet<string>): Cause {
  if (cause.kind !== 'addition' || cause.names.length < 2) return cause
  return { ...cause, names: [nameOf(cause.names, alone)] }
}

const order: readonly Cause['kind'][] = [
  'reported',
  'addition',
  'byte_order',
  'page_size',
  'erratum',
  'behaviour',
  'unknown',
  'sockets',
  'lacks',
]

const byOrder = ({ cause: a }: Change, { cause: b }: Change): number =>
  order.indexOf(a.kind) - order.indexOf(b.kind) ||
  (a.kind === 'addition' && b.kind === 'addition' ? a.abi - b.abi : 0)

/** Differences by what causes them, each cause once, with the smallest program. */
export function mergeDifferences(differences: readonly KernelDifference[]): readonly Change[] {
  const alone = new Set(
    differences.flatMap(({ cause }) =>
      cause.kind === 'addition' && cause.names.length === 1 ? cause.names : [],
    ),
  )
  const groups = new Map<string, Change>()
  for (const one of differences) {
    const cause = withOneName(one.cause, alone)
    const key = JSON.stringify(cause)
    const group = groups.get(key)
    const smallest =
      group === undefined || isSmaller(one.program, group.smallest.program) ? one : group.smallest
    const laws = [...new Set([...(group?.laws ?? []), one.law])]
    groups.set(key, { cause, smallest, programs: (group?.programs ?? 0) + 1, laws })
  }
  return [...groups.values()].sort(byOrder)
}
