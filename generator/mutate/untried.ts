import type { TriedMistake } from '../report/mutation-result.js'
import { ToolError } from '../shared/error.js'

/** Why a mistake was not tried: it is none that can be planted and compiled, or something went wrong on our side. */
export type Untried = Pick<TriedMistake, 'by'> & { readonly verdict: 'unbuilt' | 'untried' }

/** What goes wrong with one mistake does not keep the others from being tried, and takes nothing from those that were. */
export async function unlessUntried<T>(work: () => Promise<T>): Promise<T | Untried> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ToolError) || error.isStop) throw error
    const isOfMistake = error.code === 'E_BUILD' || error.code === 'E_MISTAKE'
    return { verdict: isOfMistake ? 'unbuilt' : 'untried', by: [`${error.code}: ${error.message}`] }
  }
}
