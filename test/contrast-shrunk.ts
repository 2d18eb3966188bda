import { reasonOf } from '../generator/compare/contrast/contrasts.js'
import { type DivergencePoint, divergencePoints } from '../generator/compare/divergence-point.js'
import type { Pair } from '../generator/compare/pair.js'
import type { Story } from '../specs/contrast/stories.js'
import type { Target } from '../specs/target.js'

/** Every story with one step less; the sandbox stays. */
const shorter = (story: Story): readonly Story[] =>
  (['before', 'after', 'calls'] as const).flatMap(part =>
    story[part].map((_, index) => ({ ...story, [part]: story[part].toSpliced(index, 1) })),
  )

/** The stories with one step less than a parting has in which its targets part for the same reason. */
export const shrunkOf = (targets: Pair<Target>, parting: DivergencePoint): readonly Story[] =>
  shorter(parting.story).filter(story => {
    const [first] = divergencePoints(targets, { ...story, kind: null })
    return first !== undefined && first !== null && reasonOf(first) === reasonOf(parting)
  })
