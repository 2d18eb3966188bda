import type { Errno } from './uapi/errno.js'

/** What a call gave: success, an errno, or (after `=`) a value that the op observes; or it was due and did not return (`STUCK`). */
export type Outcome = 'OK' | 'STUCK' | Errno | `=${string}`

/** What the model allows of an op: an outcome, or anything that is no denial. */
export type Allowed = Outcome | '!EACCES'

/** Whether something that is allowed covers an outcome. */
export const covers = (allowed: Allowed, outcome: Outcome): boolean =>
  allowed === outcome || (allowed === '!EACCES' && outcome !== 'EACCES')
