/**
 * The members that have together all that any has, those first that bring most for what they cost; and then without
 * those of which others have everything.
 */
export function cover<T>(has: ReadonlyMap<T, readonly number[]>, costOf: (one: T) => number): readonly T[] {
  const left = new Set([...has.values()].flat())
  const taken: T[] = []
  while (left.size > 0) {
    const rated = [...has]
      .filter(([one]) => !taken.includes(one))
      .map(([one, all]) => ({ one, worth: all.filter(index => left.has(index)).length / costOf(one) }))
    const best = rated.reduce((one, other) => (other.worth > one.worth ? other : one))
    taken.push(best.one)
    for (const index of has.get(best.one) ?? []) left.delete(index)
  }
  return withoutSpare(has, taken)
}

function withoutSpare<T>(has: ReadonlyMap<T, readonly number[]>, taken: readonly T[]): readonly T[] {
  const counts = new Map<number, number>()
  for (const one of taken)
    for (const index of has.get(one) ?? []) counts.set(index, (counts.get(index) ?? 0) + 1)
  return taken.toReversed().filter(one => {
    const all = has.get(one) ?? []
    const isSpare = all.every(index => (counts.get(index) ?? 0) > 1)
    if (isSpare) for (const index of all) counts.set(index, (counts.get(index) ?? 0) - 1)
    return !isSpare
  })
}
