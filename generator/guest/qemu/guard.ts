import { join } from 'node:path'
import { isStopped } from '../../shared/owner.js'
import { usualLimits, watch } from '../watch.js'
import type { Guest } from './boot.js'
import { guestClock } from './clock.js'
import { type Ending, guestEnd } from './end.js'
import { follow } from './follow.js'

/** Hears what a guest says, and ends it when that is enough, too much, or too little. */
export function guardOver(guest: Guest) {
  const { folder, onLine, isProgress } = guest
  const limits = { ...usualLimits, ...guest }
  const ending = new AbortController()
  let cause: Ending | undefined
  let qemuPid: number | undefined
  const end = (why: Ending): void => {
    cause ??= why
    ending.abort()
  }
  const watched = watch(limits, { ...(isProgress ? { isProgress } : {}), isLast: line => line === guestEnd })
  const wrongClock = guestClock({ isRestored: guest.state !== undefined })
  const follower = follow({
    channel: join(folder, 'channel.log'),
    console: join(folder, 'console.log'),
    bytes: limits.bytes,
    onLine: line => {
      watched.hear(line)
      const detail = guest.counted === true ? undefined : wrongClock(line)
      if (detail !== undefined) end({ end: 'clock', detail })
      else onLine(line)
    },
    onLook: sizes => {
      const excess = watched.look(sizes)
      if (excess === undefined) return
      const isHeld = excess.end === 'hang' && qemuPid !== undefined && isStopped(qemuPid)
      end(isHeld ? { end: 'killed', detail: 'QEMU was stopped by somebody' } : excess)
    },
  })
  const onAbort = (): void => end({ end: 'stopped', detail: '' })
  guest.abort?.addEventListener('abort', onAbort)
  return {
    abort: ending.signal,
    cause: () => cause,
    onStart: (pid: number): void => {
      qemuPid = pid
    },
    stop: (): void => {
      guest.abort?.removeEventListener('abort', onAbort)
      follower.stop()
    },
  }
}
