import { ToolError } from '../../shared/error.js'
import type { Exit } from '../../shared/exec.js'
import type { Guest } from './guest.js'

/** How a guest ended, each a finding about its kernel but the last four. */
export const ends = [
  /** It came to its own end. */
  'halt',
  /** It said its last word, and did not end. */
  'stay',
  /** Its kernel said that it cannot go on. */
  'panic',
  /** It started again, or was switched off, without a word. */
  'reset',
  /** It said nothing for too long, got no further, or took too long. */
  'hang',
  /** It said too much. */
  'flood',
  /** Its clock is wrong, so what it said counts for nothing. */
  'clock',
  /** QEMU ran code of its kernel that was no longer there, so what it said counts for nothing. */
  'stale-code',
  /** QEMU ended under it. */
  'killed',
  /** We wanted no more of it. */
  'stopped',
] as const

export type End = (typeof ends)[number]

/** Whether nothing counts that a guest said, whatever it was. */
export const isVoid = (end: string): boolean => end === 'clock' || end === 'stale-code'

/** How a guest ended, and by what that was seen, in words; nothing where it needs none. */
export type Ending = { readonly end: End; readonly detail: string }

/** What is known when QEMU has ended. */
export type QemuExit = {
  readonly qemu: string
  readonly accel: Guest['accel']
  readonly exit: Exit
  readonly channel: string
  readonly console: string
  /** Why we ended it, if we did. */
  readonly cause: Ending | undefined
}

/** What init says last. */
export const guestEnd = '# guest end'

const panic = /Kernel panic - not syncing(?:: *(.*?))?(?: \]?---\[.*)?\r?$/m

/** By these somebody ends a process; by others it ends itself. */
const fromOutside = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGXCPU', 'SIGUSR1', 'SIGUSR2']

/** How it ended. Error: E_QEMU where the guest did not come to speak because QEMU cannot run. */
export function endingOf({ qemu, accel, exit, channel, console, cause }: QemuExit): Ending {
  // With a wrong clock a kernel gives up on tasks that are well.
  if (cause?.end === 'clock') return cause
  if (accel === 'tcg' && hasStaleBreakpoint(console)) return { end: 'stale-code', detail: staleBreakpoint }
  const words = panic.exec(console)
  if (words !== null) return { end: 'panic', detail: words[1] ?? '' }
  if (cause !== undefined) return cause
  if (exit.exitCode !== 0) return killed(qemu, exit, `${channel}${console}` !== '')
  const isHalted = channel.split('\n').some(line => line.trimEnd() === guestEnd)
  return isHalted ? { end: 'halt', detail: '' } : { end: 'reset', detail: lastWord(console) }
}

const staleBreakpoint = 'QEMU stopped its kernel at a breakpoint that this had taken out of its code before'

/**
 * Whether a kernel was stopped at a breakpoint where its code has none. To change its code it puts one there for a moment; what TCG translates for a
 * processor meanwhile it may keep when another one has changed the code again.
 */
function hasStaleBreakpoint(console: string): boolean {
  const at = console.indexOf('Oops: int3: ')
  if (at < 0) return false
  const [, before] = /\bCode: ([0-9a-f ]*)<[0-9a-f]{2}>/.exec(console.slice(at)) ?? []
  return before !== undefined && !before.endsWith('cc ')
}

function killed(qemu: string, { exitCode, signal, stderr }: Exit, hasSpoken: boolean): Ending {
  const how = exitCode === null ? `was ended by ${signal}` : `exited with ${exitCode}`
  if (!hasSpoken && !fromOutside.includes(signal ?? '')) {
    const said = `${qemu} ${how} instead of running the guest; its words are below.`
    throw new ToolError('E_QEMU', said, { output: stderr })
  }
  const [words = ''] = stderr.trim().split('\n').slice(-1)
  return { end: 'killed', detail: words === '' ? `QEMU ${how}` : `QEMU ${how}: ${words.slice(0, 200)}` }
}

const lastWord = (console: string): string => {
  const [line = ''] = console.trimEnd().split('\n').slice(-1)
  return line === '' ? 'it had said nothing' : `the last that its kernel said: ${line.trim().slice(0, 200)}`
}
