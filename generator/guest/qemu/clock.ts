/** What init says of the time since the kernel keeps it, in milliseconds. */
const mark = /^# clock (\d+)\r?$/

/** A clock is right, or calibrated by something else than what it counts, and then it is far off. */
const factor = 2

/** A line is never heard early, but under load it may be heard late. */
const slackMs = 2_000
const lateMs = 10_000

/** What init says of the clock of a guest, compared with ours. */
type GuestClock = {
  /** Tells what is wrong with a clock that runs too fast, or went back, by this line. */
  readonly hear: (line: string) => string | undefined
  /** Tells what is wrong with a clock that ran too slowly until it was heard of last: what waits for it only waits longer. */
  readonly slow: () => string | undefined
}

/**
 * Compares the clock of a guest with ours: with one that runs too fast, a test hangs that does not hang, and a kernel gives up on tasks that
 * are well. A kernel may take one timer for another while it calibrates on a busy machine. Source: arch/x86/kernel/tsc.c,
 * pit_hpet_ptimer_calibrate_cpu().
 */
export function guestClock({ isRestored = false, now = () => performance.now() } = {}): GuestClock {
  const started = now()
  let [first, last]: readonly (Mark | undefined)[] = []
  const hear = (line: string): string | undefined => {
    const text = mark.exec(line)?.[1]
    if (text === undefined) return undefined
    const at = { guest: Number(text), host: now() }
    const before = last
    last = at
    first ??= at
    if (before !== undefined && at.guest < before.guest)
      return `its clock went back by ${before.guest - at.guest} ms`
    // What goes on from a saved state began to count before us.
    const since = isRestored ? first : { guest: 0, host: started }
    return at.guest - since.guest > (at.host - since.host) * factor + slackMs
      ? describeClock(since, at)
      : undefined
  }
  const slow = (): string | undefined => {
    // Before the first mark, the kernel did not keep the time all along.
    if (first === undefined || last === undefined) return undefined
    const isSlow = (last.guest - first.guest) * factor + lateMs < last.host - first.host
    return isSlow ? describeClock(first, last) : undefined
  }
  return { hear, slow }
}

type Mark = { readonly guest: number; readonly host: number }

const describeClock = (since: Mark, at: Mark): string =>
  `its clock went on by ${Math.round(at.guest - since.guest)} ms in ${Math.round(at.host - since.host)} ms`
