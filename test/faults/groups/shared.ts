import type { Expected } from '../row.js'

/** So many programs has the small law. */
export const programs = 12

/** All is well in spite of it. */
export const agreed: Expected = {
  exit: 0,
  verdict: 'agree',
  kernel: { agreed: programs, lost: 0 },
  reports: 0,
}

/** So many programs were lost, and all others agree. */
export const lost = (count: number): Expected => ({
  ...{ exit: 2, verdict: 'incomplete' },
  kernel: { agreed: programs - count, lost: count },
})

/** Our own error. */
export const error = (code: `E_${string}`, says?: RegExp): Expected => ({
  ...{ exit: 2, code },
  ...(says === undefined ? {} : { says }),
})
