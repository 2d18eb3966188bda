import { featuresOf, sinceOf } from './ops/uses.js'
import type { Op, Program } from './program.js'
import { type Feature, has, type Target } from './target.js'

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

/** Whether this target has all of landlock.h that an op is about. */
export const isWithin = (target: Pick<Target, 'abi'>, op: Op): boolean =>
  sinceOf(op).every(one => has(target, one))
