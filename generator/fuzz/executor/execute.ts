import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError } from '../../shared/error.js'
import type { Test } from '../../suite/suite.js'
import { exchange } from './exchange.js'
import type { Executor, Request, Seen, Work } from './executor.js'
import { unanswered } from './in-flight.js'

/** So many guests in a row may fail, or be waited for in vain, before they have answered so many programs; then it is no accident any more. */
const mostBrief = 3
const few = 500

/** A guest says some 70 bytes of a program, which go to a file: two megabytes by then. */
const usualLifetime = 30_000

/**
 * Runs programs until there are none any more, in one guest after another where one is lost. Each is heard of, if only that no
 * answer to it came.
 * @param isHasty whether guests that hang again and again are not waited for any more
 * Errors: E_EXECUTOR and E_QEMU for guests that end by themselves again and again, E_EXECUTOR_ID for an executor that is another one.
 */
export async function executePrograms(
  executor: Executor,
  work: Work,
  folder: string,
  isHasty = false,
): Promise<void> {
  let left: readonly Request[] = []
  let brief = 0
  for (let guest = 0; ; guest += 1) {
    const place = join(folder, `guest-${guest}`)
    const run = await runGuest(executor, work, left, place).finally(() => discard(place))
    if (run === 'done') return
    left = run.left
    const { failure, answered, isSlow } = run
    const isBad = failure !== undefined || (isSlow && isHasty)
    brief = isBad && answered < few ? brief + 1 : 0
    if (!isBad || (brief < mostBrief && (failure === undefined || isAccident(failure)))) continue
    const error = failure ?? tooSlow
    for (const test of left) work.observed(test, unanswered(words(error)))
    throw error
  }
}

const tooSlow = new ToolError(
  'E_EXECUTOR',
  `${mostBrief} guests in a row hung before they answered ${few} programs, so no more of them are waited for.`,
)

/** What each of these programs gives, by its id; none is given up for one that ends the guest. */
export async function observeAll(
  executor: Executor,
  tests: readonly Test[],
  folder: string,
): Promise<ReadonlyMap<string, Seen>> {
  const left = [...tests]
  const all = new Map<string, Seen>()
  const observed: Work['observed'] = ({ id }, seen) => all.set(id, seen)
  await executePrograms(executor, { next: () => left.shift(), observed }, folder)
  return all
}

/** What is left for the next guest, and what went wrong on our side. */
type Unfinished = {
  readonly left: readonly Request[]
  readonly answered: number
  /** The guest was waited for in vain. */
  readonly isSlow: boolean
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
  let lifetime = executor.lifetime ?? usualLifetime
  const both = { next: () => (lifetime-- > 0 ? (waiting.shift() ?? next()) : undefined), observed }
  const { sent, programs, onLine, close, ending } = exchange(executor, both)
  const ended = ending(await executor.start(programs(), folder, onLine).catch(failureIn))
  close()
  if (ended === 'done') {
    sent.giveUp('the executor came to its end without an answer to it')
    return lifetime >= 0 ? ended : { left: waiting, answered: sent.answered(), isSlow: false }
  }
  const left = { left: [...sent.left(), ...waiting], answered: sent.answered() }
  if ('blamed' in ended) {
    const { blamed, guest } = ended
    observed(blamed, { observation: { end: 'lost', outcomes: [], detail: guest.end }, guest })
    return { ...left, isSlow: guest.isSlow === true }
  }
  const running = sent.running()
  if (running !== undefined) observed(running, unanswered(words(ended)))
  return { ...left, isSlow: false, failure: ended }
}

function failureIn(error: unknown): ToolError {
  if (error instanceof ToolError) return error
  throw error
}

/** A guest may be killed by somebody, or its lines may be lost; of what else goes wrong, the next one would die as well. */
const isAccident = ({ code }: ToolError): boolean => code === 'E_QEMU' || code === 'E_EXECUTOR'

const words = ({ code }: ToolError): string => `its guest failed with ${code}`

const discard = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 })
