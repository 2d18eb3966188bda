import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, bind, create, enforce, tcp } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { socketLayer, socketRightsOf } from '../../ops.js'

/** So many layers there may be. */
const most = 16

/** Which of them denies: the second, the ones in the middle, the last. */
const positions = [1, most / 2 - 1, most / 2, most - 1] as const

/** What is there before the sandbox, and the call that a right decides about. */
const calls = {
  create: [[], tcp(0)],
  protocol: [[], tcp(0)],
  use: [[tcp(0)], bind(0, at('a'))],
} as const satisfies Readonly<Record<string, readonly [readonly Op[], Op]>>

const hasCall = (right: string): right is keyof typeof calls => right in calls

const casesOf = (target: Target): readonly EndingCase[] =>
  socketRightsOf(target)
    .filter(hasCall)
    .flatMap(right =>
      positions.map((place): EndingCase => {
        const [before, call] = calls[right]
        const others = (count: number): readonly Op[] => Array.from({ length: count }, () => enforce(0))
        return {
          ops: [
            before,
            create(target, 0, { handled_access_net: ['connect_tcp'] }),
            others(place),
            socketLayer(target, 1, [right]),
            others(most - 1 - place),
            call,
          ],
          ends: 'EACCES',
        }
      }),
    )

/** One layer among sixteen that handles a right of sockets denies, wherever it stands, though the others handle ports alone. */
export const eachLayerHasItsSay: Spec = {
  name: 'each-layer-has-its-say',
  applies: ({ designs }) => designs.length > 0,
  ...ending(casesOf),
}
