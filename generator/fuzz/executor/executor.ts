import type { Target } from '../../../specs/target.js'
import type { BootResult } from '../../guest/qemu.js'
import type { Test } from '../../suite/suite.js'
import type { HostClock } from './host-clock.js'
import type { Answer } from './listen.js'

/** Runs what comes in until it ends, or until the one who runs it is lost. */
export type StartGuest = (
  programs: AsyncIterable<Uint8Array>,
  folder: string,
  onLine: (line: string) => void,
) => Promise<GuestEnd>

/**
 * How it ended, by what that was seen, and what its kernel said; a process of this machine that ended for whatever reason did `exit`, and
 * `isSlow` tells that it was waited for in vain.
 */
export type GuestEnd = {
  readonly end: BootResult['end'] | 'exit'
  readonly detail: string
  readonly console: string
  readonly isSlow?: true
}

/** A guest, or a process, that can be started again and again, with the executor in it. */
export type Executor = {
  readonly target: Target
  readonly start: StartGuest
  /** What it has to say before its answers are believed. */
  readonly id: string
  /** Nobody else uses its kernel, so what that holds can be counted. */
  readonly isAlone?: true
  /** What a reader should know of how it runs, as far as that is known by now. */
  readonly notes?: () => readonly string[]
  /** What the host does for it. */
  readonly host?: HostClock
  /** After so many programs it is replaced by a fresh one, so that what it leaves and says stays bounded. */
  readonly lifetime?: number
}

/** A program to run; of the edges that it is asked for it tells even if one before it reached them. */
export type Request = Test & { readonly asked?: readonly number[] }

/** What came back of a program; the guest is there only if it was lost in it, with what its kernel said. */
export type Seen = Answer & {
  readonly guest?: GuestEnd
  /** It was sent, and no answer to it came: the observation says why. */
  readonly isUnanswered?: true
}

/** What is run, and who hears of it. */
export type Work = {
  readonly next: () => Request | undefined
  readonly observed: (test: Test, seen: Seen) => void
}
