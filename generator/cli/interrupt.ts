import { killAll, onePressMs } from '../shared/process-group.js'
import { cleanUp } from '../shared/unfinished.js'
import { exitWith, isLaunched } from './exit.js'
import { stopProgress } from './output.js'

/** As shells have it: 128 and the number of the signal. */
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

const launcherMs = 500

let since: number | undefined

/** Whether a signal ends us by now: then what fails is no news. */
export const isEnding = (): boolean => since !== undefined

/** On a signal, ends what was started, removes what is half-made, and exits; a second one does not wait for that. Gives back what stops this. */
export function endOnSignals(): () => void {
  const listeners = Object.entries(codes).map(([signal, code]) => {
    const listener = () => void interrupt(code)
    process.on(signal, listener)
    return () => process.off(signal, listener)
  })
  const watch = isLaunched ? watchLauncher(process.ppid) : undefined
  return () => {
    for (const stop of listeners) stop()
    clearInterval(watch)
  }
}

async function interrupt(code: number): Promise<void> {
  const now = performance.now()
  exitWith(code)
  if (since !== undefined) {
    if (now - since > onePressMs) process.exit()
    return
  }
  since = now
  stopProgress()
  await killAll()
  // What is written meanwhile is removed at the exit.
  await cleanUp().catch(() => {})
  process.exit()
}

/** A launcher that is killed outright cannot say so. */
function watchLauncher(pid: number): NodeJS.Timeout {
  const timer = setInterval(() => {
    if (process.ppid === pid) return
    clearInterval(timer)
    void interrupt(codes.SIGTERM)
  }, launcherMs)
  return timer.unref()
}
