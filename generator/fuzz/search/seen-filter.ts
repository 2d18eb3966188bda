/** So many are remembered at least, and twice as many at most. */
const enough = 100_000

/** Whether something was not met recently, and it is met thereby; memory stays flat however many there are. */
export function seenFilter(generation = enough): (id: string) => boolean {
  let [young, old] = [new Set<string>(), new Set<string>()]
  return id => {
    if (young.has(id) || old.has(id)) return false
    if (young.size === generation) [young, old] = [new Set(), young]
    young.add(id)
    return true
  }
}
