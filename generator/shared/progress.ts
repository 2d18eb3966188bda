import type { Ora } from 'ora'
import { type Counted, type CountStart, progressLine } from './progress-line.js'

/** Reports what a stage is at, in a few words, and how much of it is done where that is known; called as often as there is something to say. */
export type Progress = (text: string, counted?: Counted) => void

/** Shows what is going on, on stderr: `show` as often as there is something to say, `stop` before anything else is printed. */
type Display = { readonly show: Progress; readonly stop: () => void }

/** What says how to show it. */
type Surroundings = Readonly<Record<string, string | undefined>>

/** A plain line at most so often, unless a new thing is begun. */
const quietMs = 5_000

/** So many columns stand beside the text: the spinner, a blank, and one for the cursor. */
const beside = 3

/** A spinner on a terminal, else plain lines, as in CI, which may have a terminal that nobody watches, and on a serial console, which does not know how wide it is. */
export const display = (stream: NodeJS.WriteStream, environment: Surroundings = process.env): Display =>
  stream.isTTY && stream.columns > 0 && !environment.CI && environment.TERM !== 'dumb'
    ? spinner(stream, !environment.NO_COLOR)
    : lines(stream)

/** It is loaded when there is something to show. */
function spinner(stream: NodeJS.WriteStream, hasColors: boolean): Display {
  let spin: Ora | undefined
  let shown: string | undefined
  let isLoading = false
  const line = counter()
  const paint = (): void => {
    if (spin === undefined || shown === undefined) return
    spin.text = shown
    if (!spin.isSpinning) spin.start()
  }
  const load = async (): Promise<void> => {
    if (isLoading) return
    isLoading = true
    const { default: ora } = await import('ora')
    spin = ora({ stream, discardStdin: false, color: hasColors ? 'cyan' : false })
    paint()
  }
  return {
    show: (text, counted) => {
      shown = line(text, counted, stream.columns - beside)
      void load()
      paint()
    },
    stop: () => {
      shown = undefined
      spin?.stop()
    },
  }
}

/** What is begun is told by its first word. */
const thingOf = (text: string): string => /^\S*/.exec(text)?.[0] ?? ''

/** Lines of progress; it remembers when what is counted now began. */
export function counter(
  now = Date.now,
): (text: string, counted: Counted | undefined, columns: number) => string {
  let counting: { readonly key: string; readonly start: CountStart } | undefined
  return (text, counted, columns) => {
    const key = `${thingOf(text)} ${counted?.total}`
    if (counting?.key !== key) counting = { key, start: { at: now(), done: counted?.done ?? 0 } }
    return progressLine(text, counted, columns, { start: counting.start, now: now() })
  }
}

export function lines(stream: { readonly write: (text: string) => unknown }, now = Date.now): Display {
  let last = { thing: '', at: 0 }
  return {
    show: (text, counted) => {
      const thing = thingOf(text)
      if (thing === last.thing && now() - last.at < quietMs) return
      last = { thing, at: now() }
      stream.write(`${text}${counted === undefined ? '' : `: ${counted.done} of ${counted.total}`}\n`)
    },
    stop: () => {},
  }
}
