/** What a guest, or a program in its place, may take; whoever takes more is ended. */
export type WatchLimits = {
  /** It may say nothing for so long. */
  readonly silenceMs: number
  /** It may get no further for so long, whatever it says. */
  readonly stallMs: number
  /** It may take so long in all; without it, there is no limit. */
  readonly deadlineMs?: number
  /** What it says may have so many bytes, and what its kernel says as well. */
  readonly bytes: number
  /** What it says without getting any further may have so many; without it, as many as all that it says. */
  readonly stallBytes?: number
}

/** What is usual for a guest; how long one may take in all depends on what it runs. */
export const usualLimits: WatchLimits = { silenceMs: 60_000, stallMs: 120_000, bytes: 32 * 2 ** 20 }

/** Why somebody was ended: what became of it, and by what that was seen. */
type Excess = {
  readonly end: 'hang' | 'flood' | 'stay'
  readonly detail: string
}

/** What a line says of how far somebody is. */
export type Signs = {
  /** It got further; without it each line tells so. */
  readonly isProgress?: (line: string) => boolean
  /** Nothing comes after it but the end. */
  readonly isLast?: (line: string) => boolean
}

/** Watches over somebody who speaks. */
type Watch = {
  readonly hear: (line: string) => void
  /** Tells what is too much by now, if anything is; called again and again. */
  readonly look: (sizes: Sizes) => Excess | undefined
}

/** How many bytes there are by now of each text, by its name. */
type Sizes = Readonly<Record<string, number>>

/** So long may pass between the last word and the end. */
const stayMs = 10_000

/** Of a longer time between two looks we do not know who was held up: we may have been stopped, or have had no processor. */
const longestLookMs = 1_000

/** Starts to watch. */
export function watch(
  { silenceMs, stallMs, deadlineMs = Number.POSITIVE_INFINITY, bytes, stallBytes = bytes }: WatchLimits,
  { isProgress = () => true, isLast = () => false }: Signs,
  now: () => number = () => performance.now(),
): Watch {
  let looked = now()
  let time = 0
  let [spoke, progressed, last] = [0, 0, Number.POSITIVE_INFINITY]
  let [before, isFurther]: [Sizes, boolean] = [{}, false]
  const hear = (line: string): void => {
    spoke = time
    if (isProgress(line)) [progressed, isFurther] = [time, true]
    if (isLast(line)) last = Math.min(last, time)
  }
  const look = (sizes: Sizes): Excess | undefined => {
    const at = now()
    time += Math.min(at - looked, longestLookMs)
    looked = at
    if (isFurther) [before, isFurther] = [sizes, false]
    for (const [name, size] of Object.entries(sizes)) {
      if (size > bytes) return flood(bytes, name)
      if (size - (before[name] ?? 0) > stallBytes) return flood(stallBytes, name)
    }
    if (time - last > stayMs)
      return { end: 'stay', detail: `it did not end in ${seconds(stayMs)} after its last word` }
    if (time - spoke > silenceMs) return hang(`it said nothing for ${seconds(silenceMs)}`)
    if (time - progressed > stallMs) return hang(`it got no further for ${seconds(stallMs)}`)
    return time > deadlineMs ? hang(`it took more than ${seconds(deadlineMs)}`) : undefined
  }
  return { hear, look }
}

const flood = (bytes: number, name: string): Excess => ({
  end: 'flood',
  detail: `more than ${bytes / 2 ** 20} MiB on its ${name}`,
})

const hang = (detail: string): Excess => ({ end: 'hang', detail })

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`
