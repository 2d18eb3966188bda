import { z } from 'zod'
import { count, finding, judgedAt, number, text, texts } from '../judge/result-schema.js'
import { record } from '../suite/codec/parts.js'
import { change } from './comparison-schema.js'

const { law, claim, place, program, ops, outcomes, step, observed, allowed, clause, why, cite, replay } =
  finding.shape

const broken = record({
  ...{ law, claim, place, program, ops, outcomes, step, observed, allowed, clause, why, cite, replay },
  programs: count('How many programs of the law diverge; this is the smallest.'),
  votes: text('What the program gave again, here and on the parent, in words.'),
  hunk: count(
    'Which hunk of the diff, from 0, without which the law holds; null if no single one is known to be that.',
  ).nullable(),
}).describe('A law that held on the parent and does not hold any more.')

const check = record({
  tool: z.string(),
  status: z.enum(['pass', 'warn', 'fail', 'skip']),
  summary: text('In one line; for skip, why it was not run.'),
  details: texts('What the tool said, line by line.'),
}).describe('What another tool says of a patch.')

const votedChange = change
  .extend({ votes: text('What the smallest program gave again, here and on the parent.') })
  .describe('What a patch changes against its parent, with the smallest program that shows it.')

const stepSchema = record({
  number: count('The place in the series from 1; 0 is the base.'),
  commit: z.string(),
  subject: z.string(),
  author: z.string(),
  ref: text('What to give as --kernel.'),
  state: z
    .enum(['judged', 'same', 'not-built', 'not-run'])
    .describe(
      'same: its image is that of its parent, byte for byte, so that it was not run; not-built, not-run: there is no verdict, see why.',
    ),
  why: text('Of one that has no verdict: the error.'),
  verdict: z
    .enum(['agree', 'diverge', 'incomplete', 'flaky'])
    .nullable()
    .describe('What a run of this kernel by itself comes to; null if it was not run.'),
  release: z.string(),
  abi: number.nullable(),
  errata: number.nullable(),
  programs: number,
  agreed: number,
  known: number,
  diverged: number,
  flaky: number,
  lost: number,
  notJudged: count('Programs that use what is new in the kernel, of which no law speaks.'),
  ahead: texts('What of landlock.h the kernel has and the specs do not know.'),
  compared: count('Programs that ran here and on the parent.'),
  clauses: count('How many clauses of the model decided in them.'),
  changes: z.array(votedChange),
  breaks: z.array(broken),
  unsure: texts('Laws that did not hold, though not by every vote here and on the parent, with the votes.'),
  faults: texts(
    'What the kernel complained of, claims and does not do, or no longer fails as its baseline says, and its parent not.',
  ),
  mends: texts('Laws that did not hold on the parent, and do here.'),
  checks: z.array(check),
  missing: texts('What of the run nobody saw, a sentence each.'),
  notes: texts('What a reader should know.'),
  seconds: number.describe('To build and to judge it.'),
  diff: text('Of a patch that breaks something, what it changes.'),
  folder: text('Its run, relative to the package; empty if it was not run.'),
}).describe('One commit of a series.')

/** What a series of patches does, as JSON. */
export const seriesSchema = record({
  verdict: z
    .enum(['agree', 'diverge', 'incomplete'])
    .describe(
      'agree: no patch breaks a law or has a fault, and each was judged whole; diverge: one does; incomplete: one, or the base, has no verdict, or not of all.',
    ),
  seed: number,
  judgedAt,
  tree: z.string(),
  by: text('What the base was found by.'),
  base: stepSchema,
  patches: z.array(stepSchema),
  stillBroken: texts('Laws that a patch broke and no later one mends.'),
  folder: text('Where all of it is, relative to the package.'),
})
