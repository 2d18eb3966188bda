import { detail } from './details.js'

/** Times stages: what is done under one name more than once adds up. */
export type Clock = {
  readonly time: <T>(stage: string, work: () => Promise<T> | T) => Promise<T>
  readonly seconds: () => Readonly<Record<string, number>>
}

/** All stages together, in seconds. */
export const totalOf = (seconds: Readonly<Record<string, number>>): number =>
  Object.values(seconds).reduce((sum, value) => sum + value, 0)

export function clock(now: () => number = () => performance.now()): Clock {
  const seconds = new Map<string, number>()
  return {
    time: async (stage, work) => {
      const start = now()
      try {
        return await work()
      } finally {
        const took = (now() - start) / 1000
        seconds.set(stage, (seconds.get(stage) ?? 0) + took)
        detail(() => `${stage} took ${took.toFixed(2)} s`)
      }
    },
    seconds: () =>
      Object.fromEntries([...seconds].map(([stage, value]) => [stage, Math.round(value * 100) / 100])),
  }
}
