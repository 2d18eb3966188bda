import { scratchFolder } from '../shared/cache.js'
import type { Progress } from '../shared/progress.js'

/** Where one is tried, a folder that is thrown away, and whom to tell. */
export type TrialTurn = { readonly scratch: string; readonly progress: Progress }

/** Tries one after the other; what is told meanwhile has its name and its number before it. */
export async function inTurn<T extends { readonly name: string }, R>(
  all: readonly T[],
  progress: Progress,
  attempt: (one: T, turn: TrialTurn) => Promise<R>,
): Promise<readonly R[]> {
  const tried: R[] = []
  for (const one of all) {
    const at = `${one.name}, ${tried.length + 1} of ${all.length}`
    const described: Progress = (text, counted) => progress(`${at}: ${text}`, counted)
    tried.push(await scratchFolder(async scratch => attempt(one, { scratch, progress: described })))
  }
  return tried
}
