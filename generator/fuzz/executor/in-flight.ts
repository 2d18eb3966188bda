import type { Test } from '../../suite/suite.js'
import type { Ended, Work } from './executor.js'
import type { Heard, Told } from './listen.js'

/** The programs that are on their way to one guest, in the order in which they run there. */
export type Flight = Pick<Heard, 'begun' | 'ended'> & {
  readonly add: (number: number, test: Test) => void
  readonly size: () => number
  /** Nothing more is heard of those that are left. */
  readonly giveUp: () => void
  /** The program that ended the guest: the one that ran, or else, as a kernel may break a little later, the last one. */
  readonly blamed: (ended: Ended) => Test | undefined
  /** What the guest did not come to. */
  readonly left: () => readonly Test[]
}

const unheard: Told = { observation: { end: 'lost', outcomes: [], detail: 'its lines were lost' } }

export function flight(observed: Work['observed']): Flight {
  const sent = new Map<number, Test>()
  let running: Test | undefined
  let last: Test | undefined
  const settle = (number: number, told: Told): void => {
    const test = sent.get(number)
    if (test === undefined) return
    sent.delete(number)
    last = test
    observed(test, told)
  }
  const giveUp = (): void => {
    for (const number of sent.keys()) settle(number, unheard)
  }
  /** What one did not say before a later one began, it does not say any more. */
  const giveUpBefore = (begun: number): void => {
    for (const number of sent.keys()) {
      if (number === begun) return
      settle(number, unheard)
    }
  }
  return {
    add: (number, test) => void sent.set(number, test),
    size: () => sent.size,
    begun: number => {
      if (sent.has(number)) giveUpBefore(number)
      running = sent.get(number)
    },
    ended: (number, told) => {
      running = undefined
      settle(number, told)
    },
    giveUp,
    blamed: ({ end }) => running ?? (end === 'panic' || end === 'hang' ? last : undefined),
    left: () => [...sent.values()].filter(test => test !== running),
  }
}
