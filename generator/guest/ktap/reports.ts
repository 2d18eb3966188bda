import { kernelMessage, linesOf } from './lines.js'

/** What kernels say when something is wrong with themselves. */
const alarms = [
  /\bWARNING: /,
  /\bBUG: /,
  /\bBUG \S+ \((Not t|T)ainted/,
  /\bkernel BUG at /,
  /\bKASAN: /,
  /\bUBSAN: /,
  /\bKCSAN: /,
  /\bpossible (recursive|circular|irq lock|deadlock)/,
  /\bINFO: trying to register non-static key/,
  /^kmemleak: \d+ new susp\w+ memory leaks/,
  /^Kernel panic - not syncing/,
  /^(Oops: )?general protection fault/,
  /^(Oops|Internal error): /,
  /^unregister_netdevice: waiting for /,
]

/** The same in two parts, with anything between them: as one expression, a line of many first parts would take the square of their number. */
const alarmsInTwo = [
  [/\bINFO: task /, / blocked\b/],
  [/\bINFO: rcu/, / stall/],
] as const

const isAlarm = (message: string): boolean =>
  alarms.some(alarm => alarm.test(message)) ||
  alarmsInTwo.some(([first, then]) => {
    const at = message.search(first)
    return at >= 0 && then.test(message.slice(at))
  })

/** A kernel says no more in one message; what is longer is none of its own, and is cut. */
const longest = 1_000

/** Lines of the guest's programs, which only quote; a kernel may be built to say what it says without time stamps. */
const ktap = /^ *(#|ok |not ok )/

/** What the executor of the fuzzer has a guest's kernel say before the first program. */
const beginning = /^.*\blandlockstep: programs begin\r?$/m

/** What the kernel reported about itself while programs ran, of the console of a guest with the executor in it; a guest that went on from a saved state has only that. */
export const readReportsOfPrograms = (console: string): readonly string[] =>
  readReports(console.split(beginning).at(-1) ?? '')

/**
 * What the kernel reported about itself, a line each and without time stamps; where the tests print on the same text,
 * with the test that ran: `WARNING: ... (around denial_is_final_0)`, as a console may print a warning a little late.
 */
export function readReports(console: string): readonly string[] {
  const reports: string[] = []
  let running: string | undefined
  for (const line of linesOf(`${console}\n`)) {
    const begun = /^ *# begin (\w+)$/.exec(line)?.[1]
    const [, ended] = /^ *(?:not )?ok \d+ (\w+)/.exec(line) ?? []
    const message = kernelMessage(line) ?? (ktap.test(line) ? '' : line)
    if (begun !== undefined) running = begun
    else if (ended === running) running = undefined
    if (!isAlarm(message)) continue
    const report = message.slice(0, longest)
    reports.push(running === undefined ? report : `${report} (around ${running})`)
  }
  return reports
}
