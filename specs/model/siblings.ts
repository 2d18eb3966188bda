import type { OpOf } from '../program.js'
import type { Target } from '../target.js'
import { type Branch, ok, unmodelled } from './branch.js'
import type { State } from './state.js'

/** Whether a right may be about what a sibling looks at. */
export const handlesFiles = ({ rulesets }: State): boolean =>
  rulesets.some(({ handledFs }) => handledFs !== 0)

/** One sibling is enough, and it looks at what no right is about. */
const look = (_target: Target, state: State, _op: OpOf<'look'>): readonly Branch[] =>
  state.looks || handlesFiles(state)
    ? unmodelled('look.denied')
    : ok({ ...state, looks: true, routed: true }, 'look.started')

/** What the ops of this family do. */
export const steps = { look }
