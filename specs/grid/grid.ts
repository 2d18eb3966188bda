import { rightsOf, sandbox } from '../arbitrary/ops.js'
import type { Op, Program } from '../program.js'
import { namesIn, type Target } from '../target.js'
import { scopes } from '../uapi/landlock.js'
import { gridCalls } from './calls.js'
import { gridKinds } from './kinds.js'
import { gridStates } from './states.js'

/** One call on a kind of socket in a state, without a sandbox or in one that denies all that it can. */
export type Cell = {
  readonly kind: string
  readonly state: string
  readonly sandboxed: boolean
  readonly call: string
  /** The call is the last op. */
  readonly program: Program
}

const denyAll = (target: Target): readonly Op[] =>
  sandbox(target, 0, { handled_access_net: rightsOf(target), scoped: namesIn(target, scopes) })

/** Every call on every kind of socket in every state. */
export const gridOf = (target: Target): readonly Cell[] =>
  gridKinds.flatMap(kind =>
    gridStates
      .filter(({ isOf }) => isOf(kind))
      .flatMap(state =>
        [false, true].flatMap(sandboxed =>
          gridCalls.map(call => ({
            kind: kind.name,
            state: state.name,
            sandboxed,
            call: call.name,
            program: {
              ops: [...state.before(kind), ...(sandboxed ? denyAll(target) : []), call.op(kind)],
            },
          })),
        ),
      ),
  )
