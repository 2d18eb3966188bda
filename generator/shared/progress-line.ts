/** How many of how many are done. */
export type Counted = { readonly done: number; readonly total: number }

/** When a count began, and with how many. */
export type CountStart = { readonly at: number; readonly done: number }

const bar = 20

/** Narrower terminals have no room for a bar. */
const narrow = 50

/**
 * What is going on in one line of at most so many columns: what is done, and of what is counted a bar, how many of how many, and how long the rest takes
 * if it goes on like that. `start` and `now` are in milliseconds.
 */
export function progressLine(
  text: string,
  counted: Counted | undefined,
  columns: number,
  { start, now }: { readonly start: CountStart; readonly now: number },
): string {
  if (counted === undefined) return cut(text, columns)
  const { done, total } = counted
  const filled = Math.min(bar, Math.floor((bar * done) / Math.max(1, total)))
  const picture = columns < narrow ? '' : `  [${'#'.repeat(filled)}${'.'.repeat(bar - filled)}]`
  const tail = `${picture} ${done}/${total}${timeLeft(counted, start, now)}`
  return cut(`${cut(text, Math.max(0, columns - tail.length))}${tail}`, columns)
}

/** Nothing is said of it before something was done for a while. */
function timeLeft({ done, total }: Counted, start: CountStart, now: number): string {
  const [ms, more] = [now - start.at, done - start.done]
  if (ms < 1_000 || more < 1 || done >= total) return ''
  const seconds = Math.ceil(((total - done) * ms) / more / 1_000)
  return seconds < 100 ? `, ${seconds} s left` : `, ${Math.round(seconds / 60)} min left`
}

function cut(text: string, columns: number): string {
  const characters = [...text]
  if (characters.length <= columns) return text
  return columns < 1 ? '' : `${characters.slice(0, columns - 1).join('')}…`
}
