import { ToolError } from '../../shared/error.js'
import { linesOf } from './lines.js'

/**
 * Throws E_SUITE where tests ran that do not belong to the suite of this id: the program of a suite says its own before the first of them,
 * each time that it starts.
 */
export function checkSuiteId(channel: string, id: string): void {
  let said: string | undefined
  for (const line of linesOf(channel)) {
    if (line === 'KTAP version 1') said = undefined
    const named = idIn(line)
    if (named !== undefined && named !== id) throw another(named, id)
    said = named ?? said
    if (said === undefined && /^ *# begin /.test(line)) throw another(undefined, id)
  }
}

/** The suite that a log says to be of, if it says so. */
export const readSuiteId = (channel: string): string | undefined =>
  linesOf(channel).flatMap(line => idIn(line) ?? [])[0]

/** A line that was cut off or garbled says nothing. */
const idIn = (line: string): string | undefined => /^# suite ([\da-f]{64})$/.exec(line)?.[1]

const another = (named: string | undefined, id: string): ToolError =>
  new ToolError(
    'E_SUITE',
    `Tests ran ${named === undefined ? 'without saying of which suite they are' : `of the suite ${named}`}, and what is judged is the suite ${id}: nothing can be said of them; run again.`,
  )
