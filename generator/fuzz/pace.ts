import type { ProcessUsage } from './process-usage.js'

/** What was done in one minute, and what was held at its end. */
type PaceSample = ProcessUsage & {
  readonly programs: number
  /** Of all its programs together. */
  readonly ops: number
  /** MB of memory in use in a guest's kernel; absent if it was not counted in that minute. */
  readonly kernel?: number
}

/** The first and the last whole minute; whether one is as good as the other. */
export type PaceRange = { readonly first: PaceSample; readonly last: PaceSample }

const minuteMs = 60_000

/**
 * Takes note of how fast programs run, from the first one on, and of what is held.
 * @param usage what is held now
 */
export function pace(usage: () => ProcessUsage, now: () => number = () => performance.now()) {
  let [started, programs, ops]: [number | undefined, number, number] = [undefined, 0, 0]
  let used: number[] = []
  let [first, last]: [PaceSample | undefined, PaceSample | undefined] = [undefined, undefined]
  let ended = 0
  const endMinute = (): void => {
    const kernel = used.length === 0 ? {} : { kernel: mean(used) / 1_000 }
    last = { programs, ops, ...usage(), ...kernel }
    first ??= last
    ;[programs, ops, used] = [0, 0, []]
    ended += 1
  }
  return {
    /** @param count ops that the program has */
    ran: (count: number): void => {
      started ??= now()
      if (now() - started >= (ended + 1) * minuteMs) endMinute()
      programs += 1
      ops += count
    },
    /** @param kb of memory that a guest's kernel uses */
    holds: (kb: number): void => {
      used.push(kb)
    },
    /** Nothing of what took less than two minutes. */
    minutes: (): { readonly minutes?: PaceRange } =>
      first === undefined || last === undefined || ended < 2 ? {} : { minutes: { first, last } },
  }
}

const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length
