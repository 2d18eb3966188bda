/** Sixteen times the input, so that what is linear takes about 16 times the work and what is quadratic 256 times. */
const growth = 16

/** Halfway between both, as factors: a processor that is shared makes a measurement three times what it should be, not four. */
const most = growth * 4

/** Less than this is too little to be measured. */
const leastMs = 3

/** The processor's time that a piece of work takes, in ms, at best; the time of others does not count in it. */
function cost(work: () => unknown): number {
  const times = Array.from({ length: 2 }, () => {
    const before = process.cpuUsage()
    work()
    return process.cpuUsage(before).user / 1_000
  })
  return Math.min(...times)
}

/** What is measured once may have been disturbed; what grows too fast does so each time. */
const measurements = 3

/**
 * How much more work an input of 16 times the size is, at the first size, made larger as often as needed, at which the
 * work can be measured; `undefined` if that is linear, or if even the largest input is too little work to tell.
 */
export function excess<T>(
  input: (size: number) => T,
  work: (input: T) => unknown,
  largest = 300_000,
): string | undefined {
  for (let size = 1_000; size * growth <= largest; size *= 4) {
    const [small, large] = [input(size), input(size * growth)]
    let said: string | undefined
    for (let left = measurements; left > 0; left -= 1) {
      const [one, other] = [cost(() => work(small)), cost(() => work(large))]
      if (one < leastMs && other < leastMs * most) break
      if (other <= Math.max(one, leastMs) * most) return undefined
      said = `${size} characters take ${one} ms, ${size * growth} take ${other} ms`
    }
    if (said !== undefined) return said
  }
  return undefined
}
