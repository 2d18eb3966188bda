import type { GuestEnd, Request, Work } from './executor.js'
import type { Answer, Heard } from './listen.js'

/** The programs that are on their way to one guest, in the order in which they run there. */
export type InFlight = Pick<Heard, 'begun' | 'ended'> & {
  readonly add: (number: number, test: Request) => void
  readonly size: () => number
  /** How many were answered. */
  readonly answered: () => number
  /** Nothing more is heard of those that are left. */
  readonly giveUp: (why: string) => void
  /** The program that ended the guest: the one that ran, or else, as a kernel may break a little later, the last one. */
  readonly blamed: (ended: GuestEnd) => Request | undefined
  /** The program that runs, if one does. */
  readonly running: () => Request | undefined
  /** What the guest did not come to. */
  readonly left: () => readonly Request[]
}

/** As a kernel may break a little later than a program ends. */
const isOfKernel = (end: GuestEnd['end']): boolean => end === 'panic' || end === 'hang' || end === 'reset'

/** No answer came, for this reason. */
export const unanswered = (why: string) =>
  ({ observation: { end: 'lost', outcomes: [], detail: why }, isUnanswered: true }) as const

export function inFlight(observed: Work['observed']): InFlight {
  const sent = new Map<number, Request>()
  let runs: number | undefined
  let last: Request | undefined
  let answered = 0
  const running = (): Request | undefined => (runs === undefined ? undefined : sent.get(runs))
  const take = (number: number): Request | undefined => {
    const test = sent.get(number)
    sent.delete(number)
    if (test !== undefined) last = test
    return test
  }
  const giveUpOne = (number: number, why: string): void => {
    const test = take(number)
    if (test !== undefined) observed(test, unanswered(why))
  }
  /** What one did not say before a later one began, it does not say any more. */
  const giveUpBefore = (begun: number): void => {
    for (const number of sent.keys()) {
      if (number === begun) return
      giveUpOne(number, 'its lines were lost')
    }
  }
  return {
    add: (number, test) => void sent.set(number, test),
    size: () => sent.size,
    answered: () => answered,
    begun: number => {
      if (sent.has(number)) giveUpBefore(number)
      runs = number
    },
    ended: (number, answer: Answer) => {
      runs = undefined
      const test = take(number)
      if (test === undefined) return
      answered += 1
      observed(test, answer)
    },
    giveUp: why => {
      for (const number of sent.keys()) giveUpOne(number, why)
    },
    blamed: ({ end }) => running() ?? (isOfKernel(end) ? last : undefined),
    running,
    left: () => [...sent].flatMap(([number, test]) => (number === runs ? [] : [test])),
  }
}
