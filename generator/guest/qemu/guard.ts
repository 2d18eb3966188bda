import { join } from 'node:path'
import { isStopped } from '../../shared/owner.js'
import { usualLimits, watch } from '../watch.js'
import { guestClock } from './clock.js'
import { type Ending, guestEnd } from './end.js'
import { follow } from './follow.js'
import type { Guest } from './guest.js'

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
  const clock = guestClock({ isRestored: guest.state !== undefined })
  const follower = follow({
    channel: join(folder, 'channel.log'),
    console: join(folder, 'console.log'),
    bytes: limits.bytes,
    onLine: line => {
      watched.hear(line)
      const detail = guest.counted === true ? undefined : clock.hear(line)
      if (detail !== undefined) end({ end: 'clock', detail })
      else onLine(line)
    },
    onLook: sizes => {
      const excess = watched.look(sizes)
      if (excess === undefined) return
      end(excess.end === 'hang' ? whyHanging(excess, qemuPid, clock.slow()) : excess)
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

/** It may be QEMU that was stopped, or time that does not pass in the guest. */
function whyHanging(hang: Ending, pid: number | undefined, slow: string | undefined): Ending {
  if (pid !== undefined && isStopped(pid)) return { end: 'killed', detail: 'QEMU was stopped by somebody' }
  return slow === undefined ? hang : { end: 'clock', detail: slow }
}
