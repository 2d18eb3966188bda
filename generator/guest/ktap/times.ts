import { numberedLines } from './lines.js'
import { messagesIn } from './messages.js'

/** How many milliseconds each test took in its guest, by its name; of one that ran again because it hung, how long it took then. Older suites do not say. */
export function readTimes(channel: string): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  let test = ''
  for (const word of messagesIn(numberedLines(channel))) {
    if (word.kind === 'begin') test = word.test
    if (word.kind === 'time') times.set(test, word.ms)
  }
  return times
}
