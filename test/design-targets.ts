import { namedDesigns } from '../specs/designs/choices.js'
import type { Choices } from '../specs/designs/decisions.js'
import { decisions, namedSets } from '../specs/designs/decisions.js'
import { namesOf } from '../specs/names-of.js'
import { designNames, type Target } from '../specs/target.js'
import { targets } from './targets.js'

/** What is chosen of the form by protocol: nothing, each choice alone that is not usual, with what it needs, and the named sets. */
const chosen: readonly Choices[] = namesOf(decisions)
  .flatMap(name => namesOf(decisions[name].choices).map(choice => `${name}=${choice}`))
  .concat(namesOf(namedSets).filter(name => namedSets[name].design === 'socket-create-v4'))
  .map(one => namedDesigns(`socket-create-v4[${one}]`))
  .flatMap(read => ('wrong' in read ? [] : [read.choices]))

const each = [...new Map(chosen.map(choices => [JSON.stringify(choices), choices])).values()]

/** Kernels of the oldest and the newest ABI that there are reports of, with each design, with all of them, and with what may be chosen. */
export const designTargets: readonly Target[] = targets
  .filter(({ abi }) => abi !== 7)
  .flatMap(target => [
    ...[...designNames.map(name => [name]), designNames].map(designs => ({ ...target, designs })),
    ...each
      .filter(choices => target.abi === 11 && Object.keys(choices).length > 0)
      .map(choices => ({ ...target, designs: ['socket-create-v4' as const], choices })),
  ])
