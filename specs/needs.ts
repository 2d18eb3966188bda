import { featuresOf } from './ops/uses.js'
import type { Program } from './program.js'
import type { Feature, Target } from './target.js'

/** What a program needs that this target lacks, and how it was refused; null if there is nothing. */
export function missing(
  { lacks }: Pick<Target, 'lacks'>,
  { ops }: Program,
): { readonly feature: Feature; readonly refused: string } | null {
  for (const op of ops)
    for (const feature of featuresOf(op)) {
      const refused = lacks[feature]
      if (refused !== undefined) return { feature, refused }
    }
  return null
}
