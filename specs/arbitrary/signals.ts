import type { OpOf } from '../program.js'
import type { Target } from '../target.js'
import { scopes } from '../uapi/landlock.js'
import { sandbox } from './ops.js'

/** Whether a kernel has the scope of signals. */
export const scopesSignals = ({ abi }: Target): boolean => abi >= scopes.signal.abi

/** A domain that keeps its signals in. */
export const signalScope = (target: Target, slot = 0) => sandbox(target, slot, { scoped: ['signal'] })

/** A signal, and whether it came. */
export const signal = (target: number, how: Partial<OpOf<'kill'>> = {}): OpOf<'kill'> => ({
  ...{ kind: 'kill', target, signal: 'SIGUSR1' },
  ...how,
})
export const cameTo = (actor: number, how: Partial<OpOf<'sigtimedwait'>> = {}): OpOf<'sigtimedwait'> => ({
  ...{ kind: 'sigtimedwait', actor, signal: 'SIGUSR1' },
  ...how,
})

/** The routes of a signal. */
export const signalRoutes: readonly OpOf<'kill'>['route'][] = [
  undefined,
  'thread',
  'early_thread',
  'fork',
  'vfork',
  'exec',
]
