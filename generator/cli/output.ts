import { createInterface } from 'node:readline/promises'
import { ToolError } from '../shared/error.js'
import { abridged, inLines, printable } from '../shared/printable.js'
import { display, type Progress } from '../shared/progress.js'

const { show, stop } = display(process.stderr)

/** Shows what is going on, on stderr, until something else is printed. */
export const progress: Progress = (text, counted) => show(inLines(text), counted)

/** Shows nothing any more of what is going on. */
export const stopProgress = stop

/** Prints a text on stdout, and nothing that a terminal obeys: much of it comes from kernels and files. */
export function print(text: string): void {
  stop()
  process.stdout.write(`${printable(text)}\n`)
}

/** Prints a line on stderr likewise, which stays. */
export const tell = (text: string): void => writeError(`${text}\n`)

/** Writes a text to stderr likewise, as it is. */
export function writeError(text: string): void {
  stop()
  process.stderr.write(printable(text))
}

/** Asks a yes-or-no question on the terminal; without one the answer is no. */
export async function ask(question: string): Promise<boolean> {
  stop()
  if (!process.stdin.isTTY) return false
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await lines.question(`${printable(question)} [y/N] `)).trim())
  } finally {
    lines.close()
  }
}

/** Tells what went wrong: what we could not do in a sentence, a bug of ours by its stack. */
export function tellError(error: unknown): void {
  if (error instanceof ToolError) tell(describeError(error))
  else tell(`${error instanceof Error ? error.stack : String(error)}`)
}

const describeError = ({ code, message, output }: ToolError): string =>
  [
    `landlockstep: ${code}: ${message}`,
    ...abridged(output.trimEnd())
      .split('\n')
      .filter(Boolean)
      .map(line => `  ${line}`),
  ].join('\n')
