import { z } from 'zod'
import type { Allowed, Outcome } from '../../../specs/outcome.js'
import { errnos } from '../../../specs/uapi/errno.js'

/** What a step gave, as JSON. */
export const outcome = z.custom<Outcome>(
  value =>
    typeof value === 'string' &&
    (value === 'OK' || value === 'STUCK' || Object.hasOwn(errnos, value) || /^(=\S+|E\d+)$/.test(value)),
  { error: 'expected an outcome: OK, an errno, = and a value, or STUCK' },
)

/** What a step may give, as JSON. */
export const allowed = z.custom<Allowed>(value => value === '!EACCES' || outcome.safeParse(value).success, {
  error: 'expected an outcome, or !EACCES for anything but a denial',
})
