import { join } from 'node:path'
import type { Target } from '../../../specs/target.js'
import { ToolError } from '../../error.js'
import type { Kernel } from '../../kernel/resolve.js'
import type { Boot } from '../../qemu.js'
import type { Test } from '../../suite.js'
import type { Tools } from '../machine.js'
import { flight } from './flight.js'
import { guests } from './guest.js'
import { type HostClock, hostClock } from './host-clock.js'
import { listen, type Told } from './listen.js'
import { processes } from './process.js'
import { sender } from './send.js'

export { numbers } from './send.js'

/** Runs what comes in until it ends, or until the one who runs it is lost. */
export type Start = (
  programs: AsyncIterable<Uint8Array>,
  folder: string,
  onLine: (line: string) => void,
) => Promise<Ended>

/** How it ended, and what its kernel said; a process of this machine that ended for whatever reason did `exit`. */
export type Ended = { readonly end: Boot['end'] | 'exit'; readonly console: string }

/** A guest, or a process, that can be started again and again, with the executor in it. */
export type Executor = {
  readonly target: Target
  readonly start: Start
  /** Nobody else uses its kernel, so what that holds can be counted. */
  readonly isAlone?: true
  /** What a reader should know of how it runs, as far as that is known by now. */
  readonly notes?: () => readonly string[]
  /** What the host does for it. */
  readonly host?: HostClock
}

/** The executor in guests of a kernel, or, for the kernel that runs now, in processes of this machine. */
export const executorIn = async (
  kernel: Kernel,
  tools: Tools,
  binary: string,
  target: Target,
  scratch: string,
): Promise<Executor> => {
  const host = hostClock()
  if (kernel.image === '') return { target, host, ...processes(binary) }
  return { target, host, ...(await guests(kernel, tools, binary, join(scratch, 'executor'))) }
}

/** What came back of a program; the guest is there only if it was lost in it, with what its kernel said. */
export type Seen = Told & { readonly guest?: Ended }

/** What is run, and who hears of it. */
export type Work = {
  readonly next: () => Test | undefined
  readonly observed: (test: Test, seen: Seen) => void
}

/**
 * Runs programs until there are none any more, in one guest after another where one is lost.
 * Error: E_EXECUTOR for a guest that ends without a program to blame, since what it did not run would be missing unsaid.
 */
export async function execute(executor: Executor, work: Work, folder: string): Promise<void> {
  let left: readonly Test[] | undefined = []
  for (let guest = 0; left !== undefined; guest += 1)
    left = await runGuest(executor, work, left, join(folder, `guest-${guest}`))
}

/** What each of these programs gives, by its id; none is given up for one that ends the guest. */
export async function observeAll(
  executor: Executor,
  tests: readonly Test[],
  folder: string,
): Promise<ReadonlyMap<string, Seen>> {
  const left = [...tests]
  const all = new Map<string, Seen>()
  const observed: Work['observed'] = ({ id }, seen) => all.set(id, seen)
  await execute(executor, { next: () => left.shift(), observed }, folder)
  return all
}

/** Runs those that are left and then new ones; returns what is left for the next guest, undefined if all is done. */
async function runGuest(
  executor: Executor,
  work: Work,
  again: readonly Test[],
  folder: string,
): Promise<readonly Test[] | undefined> {
  const { target, host = hostClock() } = executor
  const waiting = [...again]
  const next = (): Test | undefined => waiting.shift() ?? host.time('draw', work.next)
  const observed: Work['observed'] = (test, seen) => host.time('judge', () => work.observed(test, seen))
  const sent = flight(observed)
  const { programs, wake, close, isDone } = sender(target, host, next, sent)
  let isWhole = false
  const done = (): void => {
    isWhole = true
  }
  const hear = listen({ ...sent, done })
  const onLine = (line: string): void => {
    host.time('read', () => hear(line))
    wake()
  }
  const ended = await executor.start(programs(), folder, onLine)
  close()
  if (isWhole) sent.giveUp()
  const isEmpty = isDone() && sent.size() === 0
  const blamed = isWhole ? undefined : sent.blamed(ended)
  if (isWhole || (isEmpty && blamed === undefined)) return undefined
  if (blamed === undefined) throw unblamed(ended)
  observed(blamed, { observation: { end: 'lost', outcomes: [], detail: ended.end }, guest: ended })
  return [...sent.left(), ...waiting]
}

const unblamed = ({ end, console }: Ended): ToolError =>
  new ToolError(
    'E_EXECUTOR',
    `A guest ended (${end}) while no program ran in it; its last lines are below.`,
    {
      output: console.slice(-2_000),
    },
  )
