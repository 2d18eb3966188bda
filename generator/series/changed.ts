import { join } from 'node:path'
import { inWords } from '../compare/describe-changes.js'
import type { ResultFinding } from '../judge/result.js'
import type { BrokenLaw, SeriesStep, VotedChange } from '../report/series-result.js'
import { type Job, startJob } from '../run/job.js'
import { writeWhole } from '../shared/cache.js'
import { programId, writeJson } from '../suite/codec.js'
import type { Test } from '../suite/suite.js'
import { diffOf } from './apply.js'
import type { CommitOrder, Parent } from './order.js'
import { type Transition, transition } from './transition.js'
import { type Count, countOf, isSure, type Votes, voteOn } from './votes.js'

/** The laws that do not hold, each with its findings, the smallest first. */
function brokenIn({ findings }: Parent): ReadonlyMap<string, readonly ResultFinding[]> {
  const byLaw = new Map<string, ResultFinding[]>()
  const counting = findings.filter(({ known, isFlaky }) => known === null && !isFlaky)
  for (const one of counting.toSorted((a, b) => a.ops.length - b.ops.length))
    byLaw.set(one.law, [...(byLaw.get(one.law) ?? []), one])
  return byLaw
}

/** What a commit changes, breaks and mends against its parent, each asked again on both. */
export async function changed(
  order: CommitOrder,
  parent: Parent,
  here: Parent,
  job: Job,
): Promise<Partial<SeriesStep>> {
  const { union, compared, clauses }: Transition = transition([parent.run, here.run])
  const [before, after] = [brokenIn(parent), brokenIn(here)]
  const broken = [...after].filter(([law]) => !before.has(law))
  const doubtful = new Set([
    ...compared.changes.map(({ smallest }) => smallest.id),
    ...broken.flatMap(([, [first]]) => first?.program ?? []),
  ])
  const tests = here.run.suite.tests.filter(({ id }) => doubtful.has(id))
  const votes = await job.times.time('votes', () => askBoth(order, parent, here, tests, job))
  const changes: VotedChange[] = []
  for (const change of compared.changes) {
    const { id, step, outcomes, program } = change.smallest
    const [there, own] = [
      countOf(votes.parent, id, step, outcomes[0]),
      countOf(votes.here, id, step, outcomes[1]),
    ]
    const words = inWords(change, union.targets, order.folder, order.ref)
    await writeWhole(join(order.part, 'smallest', `${programId(program)}.json`), writeJson(program))
    changes.push({ ...words, votes: said(there, own) })
  }
  return {
    ...(broken.length === 0 ? {} : { diff: await diffOf(order.workspace, order.commit) }),
    compared: compared.programs - compared.lost,
    clauses,
    changes,
    breaks: broken.flatMap(([, all]) => brokenLaw(all, votes)),
    mends: [...before.keys()].filter(law => !after.has(law) && spoken(here, law)),
  }
}

/** A law of which no program ran says nothing. */
const spoken = ({ run }: Parent, law: string): boolean => run.suite.tests.some(test => test.law === law)

type BothVotes = { readonly parent: Votes; readonly here: Votes }

async function askBoth(
  { scratch }: CommitOrder,
  parent: Parent,
  here: Parent,
  tests: readonly Test[],
  { progress }: Job,
): Promise<BothVotes> {
  const some = tests.slice(0, most)
  const job = async (name: string): Promise<Job> => startJob(join(scratch, name), progress)
  const known = new Set(parent.run.suite.tests.map(({ id }) => id))
  const shared = some.filter(({ id }) => known.has(id))
  return {
    parent: await voteOn(parent.ref, parent.run.suite, ofSuite(parent, shared), await job('parent')),
    here: await voteOn(here.ref, here.run.suite, some, await job('here')),
  }
}

/** So many programs are asked again. */
const most = 40

/** The same programs as another suite has them. */
function ofSuite({ run }: Parent, tests: readonly Test[]): readonly Test[] {
  const ids = new Set(tests.map(({ id }) => id))
  return run.suite.tests.filter(({ id }) => ids.has(id))
}

function brokenLaw(all: readonly ResultFinding[], votes: BothVotes): readonly BrokenLaw[] {
  const [first] = all
  if (first === undefined) return []
  const { law, claim, place, program, ops, outcomes, step, observed, allowed, clause, why, cite, replay } =
    first
  const at = step ?? ops.length - 1
  const own = countOf(votes.here, program, at, observed)
  const before = votes.parent.get(program) ?? []
  const there: Count = {
    same: before.filter(one => (one.outcomes[at] ?? one.end) !== observed).length,
    of: before.length,
  }
  const programs = new Set(all.map(one => one.program)).size
  return [
    {
      ...{
        law,
        claim,
        place,
        program,
        ops,
        outcomes,
        step,
        observed,
        allowed: [...allowed],
        clause,
        why,
        cite,
        replay,
      },
      programs,
      votes: said(there, own),
    },
  ]
}

const said = (there: Count, here: Count): string =>
  `again ${here.same} of ${here.of} here, and ${there.same} of ${there.of} as before on the parent${isSure(there) && isSure(here) ? '' : ', so it is not sure'}`
