import type { Op, Program } from './program.js'
import type { Feature, Target } from './target.js'

/** What one op needs. */
const neededBy = ({ kind }: Op): readonly Feature[] => (kind === 'read_audit' ? ['audit'] : [])

/** What a program needs that this target lacks, and how it was refused; null if there is nothing. */
export function missing(
  { lacks }: Pick<Target, 'lacks'>,
  { ops }: Program,
): { readonly feature: Feature; readonly refused: string } | null {
  for (const feature of ops.flatMap(neededBy)) {
    const refused = lacks[feature]
    if (refused !== undefined) return { feature, refused }
  }
  return null
}
