import { directives } from '../../guest/ktap.js'
import { type Answer, answerIn, garbled } from './answer.js'

export { type Answer, edgesOf, type SlabCounts, slabCountsOf } from './answer.js'

/** Who hears what the executor says of a program, by its number on the wire. */
export type Heard = {
  readonly begun: (number: number) => void
  readonly ended: (number: number, answer: Answer) => void
  /** Its last word: nothing more comes. */
  readonly done: () => void
}

/** Understands the executor's lines. */
type Listener = {
  /** Takes the lines, one after the other. */
  readonly hear: (line: string) => void
  /** The executor came to its end, in whatever way: what it said last counts. */
  readonly finish: () => void
}

/** A program that began, with its lines so far, and whether there were too many of them. */
type Running = { readonly number: number; readonly lines: string[]; isTooLong: boolean }

/** A program that ended; what it gave is believed once it is clear that nothing more is said of it. */
type Over = { readonly number: number; readonly answer: Answer }

/** More lines than this say nothing of a program. */
const mostLines = 64

/** What a program says now and then that takes its time, so that it is not taken for dead; it may stand anywhere. */
const sign = '# goes on'

/** Whether a line tells that programs go on: one that takes its time says signs for a while. */
export const isProgress = (line: string): boolean => /^(# begin p|ok 1 p|# ready$|# executor )/.test(line)

/** Whether nothing comes after it but the end. */
export const isLast = (line: string): boolean => line === '# end'

const end = new RegExp(`^ok 1 p(\\d{1,9})(?: # (${directives}))?$`)

/**
 * What stands between the beginning of a program and its end is about it. A program is lost if anything stands there, or behind it, that the
 * executor does not say, and one whose own end is garbled never ends.
 */
export function listen({ begun, ended, done }: Heard): Listener {
  let running: Running | undefined
  let over: Over | undefined
  const finish = (isBelieved: boolean): void => {
    const last = over
    over = undefined
    if (last !== undefined) ended(last.number, isBelieved ? last.answer : garbled)
  }
  const between = (line: string): void => {
    finish(isBetween(line))
    const number = /^# begin p(\d{1,9})$/.exec(line)?.[1]
    running = number === undefined ? undefined : { number: Number(number), lines: [], isTooLong: false }
    if (number !== undefined) begun(Number(number))
    else if (isLast(line)) done()
  }
  const hear = (line: string): void => {
    if (line === sign) return
    if (running === undefined || isLast(line) || line.startsWith('# begin p')) between(line)
    else over = within(running, line)
    if (over !== undefined) running = undefined
  }
  return { hear, finish: () => finish(true) }
}

/** Takes a line of a program; gives what that gave if it is its last one. */
function within(running: Running, line: string): Over | undefined {
  const [, number, directive = ''] = end.exec(line) ?? []
  if (number !== undefined && Number(number) === running.number) {
    const answer = running.isTooLong ? garbled : answerIn(running.lines, directive)
    return { number: running.number, answer }
  }
  if (running.lines.length < mostLines) running.lines.push(line)
  else running.isTooLong = true
  return undefined
}

/** What may be said behind a program: that the next one begins, or there is none, and what init and the kernel say where they share the channel. */
const isBetween = (line: string): boolean =>
  /^# (?:begin p\d{1,9}|end|guest end|executor \S+|init: .*)$|^\[ *\d+\.\d{6}\](?: |$)/.test(line)
