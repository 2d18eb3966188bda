import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError } from '../../shared/error.js'
import type { Test } from '../../suite/suite.js'
import { exchange } from './exchange.js'
import type { Executor, Request, Seen, Work } from './executor.js'
import { unanswered } from './in-flight.js'

/** So many guests in a row may fail before their first answer, which then is no accident any more. */
const mostFailures = 3

/**
 * Runs programs until there are none any more, in one guest after another where one is lost. Each is heard of, if only that no
 * answer to it came.
 * Errors: E_EXECUTOR and E_QEMU for guests that end by themselves again and again, E_EXECUTOR_ID for an executor that is another one.
 */
export async function execute(executor: Executor, work: Work, folder: string): Promise<void> {
  let left: readonly Request[] = []
  let failures = 0
  for (let guest = 0; ; guest += 1) {
    const place = join(folder, `guest-${guest}`)
    const run = await runGuest(executor, work, left, place).finally(() => discard(place))
    if (run === 'done') return
    left = run.left
    failures = run.failure === undefined || run.answered > 0 ? 0 : failures + 1
    if (run.failure === undefined || (isAccident(run.failure) && failures < mostFailures)) continue
    for (const test of left) work.observed(test, unanswered(words(run.failure)))
    throw run.failure
  }
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

/** What is left for the next guest, and what went wrong on our side. */
type Unfinished = {
  readonly left: readonly Request[]
  readonly answered: number
  readonly failure?: ToolError
}

/** Runs those that are left and then new ones. */
async function runGuest(
  executor: Executor,
  { next, observed }: Work,
  again: readonly Request[],
  folder: string,
): Promise<'done' | Unfinished> {
  const waiting = [...again]
  const both = { next: () => waiting.shift() ?? next(), observed }
  const { sent, programs, onLine, close, ending } = exchange(executor, both)
  const ended = ending(await executor.start(programs(), folder, onLine).catch(failureIn))
  close()
  if (ended === 'done') {
    sent.giveUp('the executor came to its end without an answer to it')
    return ended
  }
  const left = { left: [...sent.left(), ...waiting], answered: sent.answered() }
  if ('blamed' in ended) {
    const { blamed, guest } = ended
    observed(blamed, { observation: { end: 'lost', outcomes: [], detail: guest.end }, guest })
    return left
  }
  const running = sent.running()
  if (running !== undefined) observed(running, unanswered(words(ended)))
  return { ...left, failure: ended }
}

function failureIn(error: unknown): ToolError {
  if (error instanceof ToolError) return error
  throw error
}

/** A guest may be killed by somebody, or its lines may be lost; of what else goes wrong, the next one would die as well. */
const isAccident = ({ code }: ToolError): boolean => code === 'E_QEMU' || code === 'E_EXECUTOR'

const words = ({ code }: ToolError): string => `its guest failed with ${code}`

const discard = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 })
