import type { Ora } from 'ora'

/** Reports what a stage is at, in a few words; called as often as there is something to say. */
export type Progress = (text: string) => void

/** Shows what is going on, on stderr: `show` as often as there is something to say, `stop` before anything else is printed. */
type Display = { readonly show: Progress; readonly stop: () => void }

/** A plain line at most so often, unless a new thing is begun. */
const quietMs = 5_000

/** A spinner on a terminal, else plain lines. */
export const display = (stream: NodeJS.WriteStream): Display =>
  stream.isTTY ? spinner(stream) : lines(stream)

/** It is loaded when there is something to show. */
function spinner(stream: NodeJS.WriteStream): Display {
  let spin: Ora | undefined
  let shown: string | undefined
  let isLoading = false
  const paint = (): void => {
    if (spin === undefined || shown === undefined) return
    spin.text = shown
    if (!spin.isSpinning) spin.start()
  }
  const load = async (): Promise<void> => {
    if (isLoading) return
    isLoading = true
    const { default: ora } = await import('ora')
    spin = ora({ stream, discardStdin: false })
    paint()
  }
  return {
    show: text => {
      shown = text
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
export function lines(stream: { readonly write: (text: string) => unknown }, now = Date.now): Display {
  let last = { thing: '', at: 0 }
  return {
    show: text => {
      const thing = /^\S*/.exec(text)?.[0] ?? ''
      if (thing === last.thing && now() - last.at < quietMs) return
      last = { thing, at: now() }
      stream.write(`${text}\n`)
    },
    stop: () => {},
  }
}
