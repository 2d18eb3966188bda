import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readObservations } from '../guest/ktap.js'
import { observe } from '../guest/observe.js'
import { type Job, type Ready, ready } from '../run/job.js'
import { ToolError } from '../shared/error.js'
import { buildSuite } from '../suite/build-suite.js'
import { withTests } from '../suite/part.js'
import type { Observation, Suite, Test } from '../suite/suite.js'
import { suiteFiles } from '../suite/suite-files.js'

/** What some programs gave again: of each by the content of the program, one observation for each guest that came to it. */
export type Votes = ReadonlyMap<string, readonly Observation[]>

/** In so many fresh guests a program runs again, and no guest of these is replaced. */
const guests = 3

/** Runs some programs of a suite again in fresh guests of a kernel. What a guest does not come to has no vote. */
export async function voteOn(ref: string, suite: Suite, tests: readonly Test[], job: Job): Promise<Votes> {
  if (tests.length === 0) return new Map()
  const kernel = await ready(ref, job)
  const some: Suite = { ...withTests(suite, tests), notRunnable: [] }
  const folder = join(job.work, 'votes')
  await mkdir(folder, { recursive: true })
  const { id, binary } = await buildSuite(suiteFiles(some), folder, job.progress)
  const packed = await kernel.machine.pack(binary, folder)
  const votes = new Map<string, Observation[]>()
  for (let guest = 1; guest <= guests; guest++) {
    job.progress(`asking ${ref} again, guest ${guest} of ${guests}`)
    const channel = await vote(kernel, packed, { id, tests: some.tests }, join(folder, `${guest}`), job)
    const seen = readObservations(channel, some.tests)
    for (const test of some.tests) {
      const one = seen.get(test.name)
      if (one !== undefined) votes.set(test.id, [...(votes.get(test.id) ?? []), one])
    }
  }
  return votes
}

async function vote(
  { machine }: Ready,
  packed: string,
  suite: { readonly id: string; readonly tests: readonly Test[] },
  folder: string,
  { progress }: Job,
): Promise<string> {
  try {
    return (await observe(machine, packed, suite, folder, progress, 2)).channel
  } catch (error) {
    if (!(error instanceof ToolError) || error.code === 'E_STOPPED') throw error
    return ''
  }
}

/** What an op gave, or how the program ended there. */
const gave = ({ end, outcomes }: Observation, step: number): string => outcomes[step] ?? end

/** How often an op gave what it gave at first, in words: `3 of 3`. */
export function countOf(votes: Votes, id: string, step: number, outcome: string): Count {
  const all = votes.get(id) ?? []
  return { same: all.filter(one => gave(one, step) === outcome).length, of: all.length }
}

/** Of so many votes so many are the same. */
export type Count = { readonly same: number; readonly of: number }

/** Whether every guest said so, and there was one at least. */
export const isSure = ({ same, of }: Count): boolean => of > 0 && same === of
