import { join } from 'node:path'
import { ToolError } from '../../shared/error.js'
import type { Test } from '../../suite/suite.js'
import type { Ended, Executor, Seen, Work } from './executor.js'
import { hostClock } from './host-clock.js'
import { flight } from './in-flight.js'
import { listen } from './listen.js'
import { sender } from './send.js'

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
  const { hear, finish } = listen({ ...sent, done })
  const onLine = (line: string): void => {
    host.time('read', () => hear(line))
    wake()
  }
  const ended = await executor.start(programs(), folder, onLine)
  finish()
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
