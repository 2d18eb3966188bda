import { join } from 'node:path'
import { describeChange } from '../compare/describe-changes.js'
import type { ResultFinding } from '../judge/result.js'
import type { BrokenLaw, SeriesStep, VotedChange } from '../report/series-result.js'
import { type Job, startJob } from '../run/job.js'
import { writeWhole } from '../shared/cache.js'
import { programId, writeJson } from '../suite/codec.js'
import type { Observation } from '../suite/suite.js'
import { diffOf } from './apply.js'
import { brokenBy, faultsBy, mendedBy } from './faults.js'
import { askWithout, withHunks } from './find-hunks.js'
import type { CommitOrder, Parent } from './order.js'
import { type Transition, transition } from './transition.js'
import { type Count, countOf, gave, isAgain, isSure, type Votes, voteOn } from './votes.js'

/** What a commit changes, breaks and mends against its parent, each asked again on both. */
export async function changed(
  order: CommitOrder,
  parent: Parent,
  here: Parent,
  job: Job,
): Promise<Partial<SeriesStep>> {
  const gone: Transition = transition([parent.run, here.run])
  const broken = brokenBy(parent, here)
  const wanted = [
    ...broken.flatMap(([first]) => first?.program ?? []),
    ...gone.compared.changes.map(({ smallest }) => smallest.id),
  ]
  const votes = await job.times.time('votes', () =>
    askBoth(order, parent, here, { wanted, progress: job.progress }),
  )
  const breaks = broken.flatMap(all => brokenLaw(all, votes))
  const caused = breaks.flatMap(({ isCaused, ...one }) => (isCaused ? one : []))
  const diff = breaks.length === 0 ? '' : await diffOf(order.workspace, order.commit)
  const found = await job.times.time('hunks', () =>
    withHunks(caused, diff, votes.parent, askWithout(order, here, job.progress)),
  )
  return {
    diff,
    compared: gone.compared.programs - gone.compared.lost,
    clauses: gone.clauses,
    changes: await changesIn(order, gone, votes),
    breaks: found,
    unsure: breaks.flatMap(({ isCaused, law, votes }) => (isCaused ? [] : `${law}: ${votes}`)),
    mends: mendedBy(parent, here),
    faults: faultsBy(parent, here),
  }
}

type BothVotes = { readonly parent: Votes; readonly here: Votes }

/** So many programs are asked again, those of broken laws first. */
const most = 40

async function askBoth(
  { scratch }: CommitOrder,
  parent: Parent,
  here: Parent,
  { wanted, progress }: { readonly wanted: readonly string[]; readonly progress: Job['progress'] },
): Promise<BothVotes> {
  const ids = new Set([...new Set(wanted)].slice(0, most))
  const ask = async ({ ref, run: { suite } }: Parent, name: string): Promise<Votes> => {
    const tests = suite.tests.filter(({ id }) => ids.has(id))
    return voteOn(ref, suite, tests, await startJob(join(scratch, name), progress))
  }
  return { parent: await ask(parent, 'parent'), here: await ask(here, 'here') }
}

async function changesIn(
  { part, folder, ref }: CommitOrder,
  { union, compared }: Transition,
  votes: BothVotes,
): Promise<readonly VotedChange[]> {
  const changes: VotedChange[] = []
  for (const change of compared.changes) {
    const { id, step, outcomes, program } = change.smallest
    const [before, after] = outcomes
    await writeWhole(join(part, 'smallest', `${programId(program)}.json`), writeJson(program))
    changes.push({
      ...describeChange(change, union.targets, folder, ref),
      votes: said(
        countOf(votes.here, id, one => gave(one, step) === after),
        countOf(votes.parent, id, one => gave(one, step) === before),
      ),
    })
  }
  return changes
}

/** A law that a commit breaks, if every vote says so: here it comes again, and on the parent, if that ran the program, it never does. */
function brokenLaw(
  all: readonly ResultFinding[],
  votes: BothVotes,
): readonly (BrokenLaw & { readonly isCaused: boolean })[] {
  const [first] = all
  if (first === undefined) return []
  const { law, claim, place, program, ops, outcomes, step, observed, allowed, clause, why, cite, replay } =
    first
  const isHere = (one: Observation): boolean => isAgain(one, first)
  const here = countOf(votes.here, program, isHere)
  const there = countOf(votes.parent, program, one => !isHere(one))
  return [
    {
      ...{ law, claim, place, program, ops, outcomes, step, observed, allowed, clause, why, cite, replay },
      programs: new Set(all.map(one => one.program)).size,
      votes: votes.parent.has(program) ? said(here, there) : alone(here),
      hunk: null,
      isCaused: isSure(here) && (!votes.parent.has(program) || isSure(there)),
    },
  ]
}

const said = (here: Count, there: Count): string =>
  `again ${here.same} of ${here.of} here, and ${there.same} of ${there.of} as before on the parent${isSure(there) && isSure(here) ? '' : ', so it is not sure'}`

const alone = (here: Count): string =>
  `again ${here.same} of ${here.of} here; the parent did not run it${isSure(here) ? '' : ', and it is not sure'}`
