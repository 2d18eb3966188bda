/** What init says of the time since the kernel keeps it, in milliseconds. */
const mark = /^# clock (\d+)\r?$/

/** A clock is right, or calibrated by something else than what it counts, and then it is far off. */
const factor = 2

/** A line is never heard early, but under load it may be heard late. */
const slackMs = 2_000
const lateMs = 10_000

/**
 * Compares the clock of a guest with ours, by what init says of it: a guest whose clock is wrong calls hang what does not hang, and waits
 * in vain for what comes. A kernel may take one timer for another while it calibrates on a busy machine. Source: arch/x86/kernel/tsc.c,
 * pit_hpet_ptimer_calibrate_cpu().
 */
export function guestClock({ isRestored = false, now = () => performance.now() } = {}) {
  const started = now()
  let [first, last]: readonly (Mark | undefined)[] = []
  /** Tells what is wrong with the clock by this line, if anything is. */
  return (line: string): string | undefined => {
    const text = mark.exec(line)?.[1]
    if (text === undefined) return undefined
    const at = { guest: Number(text), host: now() }
    const before = last
    last = at
    first ??= at
    if (before !== undefined && at.guest < before.guest)
      return `its clock went back by ${before.guest - at.guest} ms`
    // What goes on from a saved state began to count before us.
    const base = isRestored ? first : { guest: 0, host: started }
    return fast(base, at) ?? slow(first, at)
  }
}

type Mark = { readonly guest: number; readonly host: number }

const fast = (since: Mark, at: Mark): string | undefined =>
  at.guest - since.guest > (at.host - since.host) * factor + slackMs ? inWords(since, at) : undefined

/** Before the first mark, the kernel did not keep the time all along. */
const slow = (since: Mark, at: Mark): string | undefined =>
  (at.guest - since.guest) * factor + lateMs < at.host - since.host ? inWords(since, at) : undefined

const inWords = (since: Mark, at: Mark): string =>
  `its clock went on by ${Math.round(at.guest - since.guest)} ms in ${Math.round(at.host - since.host)} ms`
