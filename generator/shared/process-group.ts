import { ToolError } from './error.js'
import { endOwn, endRelatives } from './sweep.js'

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGKILL'

/** So long whoever is told to end may take for it. */
const graceMs = 1_000

/** npx, tsx and our launcher pass on what a terminal sends to all of them, so one Ctrl-C may come twice, the second so long after the first. */
export const onePressMs = 300

/** The processes that run, each the leader of its group, with what waits to end it. */
const running = new Map<number, NodeJS.Timeout | undefined>()
let stopping = false

/** Whether nothing can be started any more. Error: E_STOPPED then. */
export function checkStopping(command: string): void {
  if (stopping) throw new ToolError('E_STOPPED', `Interrupted while running ${command}.`)
}

/** Ends every process that still runs, by SIGTERM and after a moment by SIGKILL; nothing can be started any more. */
export async function killAll(): Promise<void> {
  stopping = true
  for (const pid of running.keys()) signalGroup(pid, 'SIGTERM')
  const end = performance.now() + graceMs
  while (running.size > 0 && performance.now() < end) await new Promise(resolve => setTimeout(resolve, 20))
  for (const pid of running.keys()) signalGroup(pid, 'SIGKILL')
}

/** A process that runs, with those that it started. */
type ProcessGroup = {
  /** Ends it at once. */
  readonly kill: () => void
  /** Ends it after so long, politely at first. */
  readonly expireIn: (ms: number) => void
  readonly hasExpired: () => boolean
}

/** Watches over a process that leads a group, until `leave` is called for it. */
export function join(pid: number): ProcessGroup {
  watchSignals()
  running.set(pid, undefined)
  let hasExpired = false
  const kill = (): void => {
    if (running.has(pid)) signalGroup(pid, 'SIGKILL')
  }
  const expire = (): void => {
    hasExpired = true
    running.set(pid, setTimeout(kill, graceMs))
    signalGroup(pid, 'SIGTERM')
  }
  return {
    kill,
    expireIn: ms => void running.set(pid, setTimeout(expire, ms)),
    hasExpired: () => hasExpired,
  }
}

type OutputStream = { readonly destroy: () => void } | null | undefined

/**
 * What an ended process leaves behind must not outlive it. What left its group is looked for only where it keeps us waiting for the end
 * of the output, which in the end we do not read any more. The result tells that we wait no longer.
 */
export function leave(pid: number, token: string, outputs: readonly OutputStream[]): () => void {
  clearTimeout(running.get(pid))
  signalGroup(pid, 'SIGKILL')
  running.delete(pid)
  const close = (): void => {
    for (const output of outputs) output?.destroy()
  }
  let timer = setTimeout(() => {
    endRelatives(token)
    timer = setTimeout(close, graceMs)
  }, graceMs)
  return () => clearTimeout(timer)
}

function signalGroup(pid: number, signal: Signal): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // It has ended by itself.
  }
}

let watching = false

/** A group of its own gets neither the terminal's Ctrl-C nor our own end, so both are passed on. */
function watchSignals(): void {
  if (watching) return
  watching = true
  process.on('exit', () => {
    for (const pid of running.keys()) signalGroup(pid, 'SIGKILL')
    endOwn()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, passOn)
}

function passOn(signal: NodeJS.Signals): void {
  void killAll()
  if (process.listenerCount(signal) > 1) return
  process.off(signal, passOn)
  process.kill(process.pid, signal)
}
