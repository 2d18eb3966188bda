import type { Errno } from './uapi/errno.js'

/** What a call gave: success, an errno, or (after `=`) a value that the op observes. */
export type Outcome = 'OK' | Errno | `=${string}`

/** What the model allows of an op: an outcome, or anything that is no denial. */
export type Allowed = Outcome | '!EACCES'

/** Whether something that is allowed covers an outcome. */
export const covers = (allowed: Allowed, outcome: Outcome): boolean =>
  allowed === outcome || (allowed === '!EACCES' && outcome !== 'EACCES')
