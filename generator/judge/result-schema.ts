import { z } from 'zod'
import { format } from '../shared/json.js'
import { outcome } from '../suite/codec/outcome-schema.js'
import { record } from '../suite/codec/parts.js'
import { programSchema } from '../suite/codec/program-schema.js'
import { notRunnable, unavailable } from '../suite/codec/suite-schema.js'
import type { LeftOut } from '../suite/part.js'
import type { ClaimResult } from '../suite/suite.js'

/** A whole number, none below 0. */
export const number = z.int().min(0)
export const count = (says: string) => number.describe(says)
export const text = (says: string) => z.string().describe(says)
export const texts = (says: string) => z.array(z.string()).describe(says)
const agreedOf = (says: string) => record({ agreed: number, total: number }).describe(says)
export const hitOf = (says: string) => record({ hit: number, total: number }).describe(says)

const verdict = z
  .enum(['agree', 'diverge', 'incomplete', 'flaky'])
  .describe(
    'agree: every outcome is allowed; diverge: one is not, or the kernel complained, or a baseline is no longer true; incomplete: some are missing; flaky: what was not allowed, or was lost, did not come back each time it ran again.',
  )

const again = record({
  same: count('Of the votes, those that are the same as what counts.'),
  votes: texts('What each retry in a fresh guest gave, in words.'),
  words: text('The votes in a sentence, and whether they make it flaky.'),
}).describe('How a program that diverged or was lost did in fresh guests.')

/** Programs of one law that were left out of a run. */
export const leftOut = record({
  why: text('The option that left them out: --shard 1/4.'),
  law: z.string(),
  programs: count('Of this law.'),
}).describe(
  'Programs of the suite that were left out when it ran: nobody knows what they would have given.',
) satisfies z.ZodType<LeftOut>

const baselineEntry = record({
  entry: text('File and number: baseline.yaml#1.'),
  about: text('The law or the program.'),
  verdict: z
    .enum(['holds', 'stale', 'untold'])
    .describe('stale: all that it is about ran, and nothing differs; untold: not all that it is about ran.'),
  words: text('What is wrong with a stale one, or why it is untold; empty for one that holds.'),
}).describe('An entry of the baseline that is about this kernel.')

const test = record({
  name: z.string().min(1).describe('The C name, unique in a suite: denial_is_final_0.'),
  law: text('The law that the program was drawn from.'),
  program: text('Content id of the program.'),
  status: z
    .enum(['agreed', 'diverged', 'known', 'flaky', 'lost'])
    .describe(
      'known: all that differs is explained in specs/known or in the baseline; flaky: it differed, or was lost, and not each time it ran again; lost: nobody knows. Neither of these two ever agrees.',
    ),
  why: z.exactOptional(text('Of a lost one of which something came back, what is known of its end.')),
  ms: z.exactOptional(
    z
      .number()
      .min(0)
      .describe('How many milliseconds it took in its guest, if that came so far as to say it.'),
  ),
  again: z.exactOptional(again),
}).describe('What became of one program.')

const claim = record({
  claim: text('ABI 10, or erratum 1.'),
  says: z.string(),
  cite: z.string(),
  isMade: z.boolean(),
  verdict: z.enum(['kept', 'broken', 'untold']).describe('untold: no program of the suite tells.'),
  kept: count('Programs that did as claimed.'),
  broken: count('Programs that did the contrary.'),
  words: text('What a broken claim comes to, or why an untold one is not told; empty for a kept one.'),
}) satisfies z.ZodType<ClaimResult>

const kernel = record({
  ref: z.string(),
  origin: text('Where it comes from, in words.'),
  release: z.string(),
  sha256: text('SHA-256 of the image; empty for the running kernel.'),
  abi: number,
  errata: number.nullable(),
  designs: z.exactOptional(
    texts('The proposals that it was found to have, with what was chosen of them where that is not usual.'),
  ),
  strange: z.exactOptional(texts('What looks like a proposal for sockets and is none that the specs know.')),
  programs: number,
  agreed: number,
  diverged: number,
  known: number,
  flaky: number.default(0),
  lost: number,
  retried: count('Programs that ran again in fresh guests, since they diverged or were lost.').default(0),
  notRetried: count('Others that did not, as too many were like them; they count as they were seen.').default(
    0,
  ),
  leftOut: z.array(leftOut).default([]),
  baseline: z.array(baselineEntry).default([]),
  tests: z.array(test).describe('Every program, in the order in which they ran.'),
  notRunnable: z
    .array(notRunnable)
    .describe('What was drawn and cannot run on this kernel; it counts nowhere else.'),
  laws: agreedOf('The laws that had programs, and of how many every program agrees.'),
  cases: agreedOf('Those of the laws that are kept cases, which run first.'),
  clauses: hitOf('How many clauses of the model decided an outcome that was seen.'),
  unseen: texts('The other clauses of the model.').default([]),
  claims: z.array(claim).describe('Whether it does what it claims by ABI and errata, and only that.'),
  brokenClaims: count(
    'Claims that are not kept, or kept without being made; each makes the verdict diverge.',
  ),
  reports: texts(
    'What the kernel itself complained of: WARNING, BUG, KASAN, lockdep, hung task, panic; each makes the verdict diverge.',
  ),
  missing: texts('What of the run nobody saw, a sentence each: guests that were lost; it never agrees then.'),
  notes: texts('What a reader should know about how it ran: TCG instead of KVM.'),
  seconds: z.record(z.string(), z.number()).describe('By stage.'),
  sockets: texts('Kinds of sockets that a kernel may lack and this one has, built in or by a module: SCTP.'),
  suite: text('Where its suite can be read, relative to the package.'),
  suiteId: text('The hash of what its suite is made of.'),
  folder: z.string(),
}).describe('One kernel of a run; programs = agreed + diverged + known + flaky + lost.')

export const finding = record({
  kernel: z.string(),
  law: z.string(),
  claim: text('The law in words.'),
  place: text('Where the law stands: specs/laws/denial-is-final.ts:9.'),
  test: z.string(),
  program: text('Content id of the program.'),
  ops: programSchema.shape.ops,
  outcomes: z
    .array(outcome.meta({ type: 'string' }))
    .describe('What was observed of each op, as far as the program came.'),
  step: number.nullable().describe('The op; null if every outcome is allowed and yet the law does not hold.'),
  observed: text(
    'An outcome, or hang, crash, or law broken; STUCK for an op that was due and did not return.',
  ),
  stacks: z.exactOptional(
    texts(
      'Where each thread of a program with an op that is stuck was in the kernel, innermost function first.',
    ),
  ),
  allowed: z.array(z.string()),
  clause: text('The clause of the model that decided.'),
  why: text('What the clause says, or why the difference is known.'),
  cite: text('Where that stands.'),
  known: z
    .string()
    .nullable()
    .describe(
      'What explains it: the file name of an entry of specs/known, or file, # and number of one of the baseline; null for a divergence.',
    ),
  hangsOn: z.exactOptional(
    text('The open decision of a proposal on which it hangs: what was seen is what another choice allows.'),
  ),
  isFlaky: z.boolean().default(false).describe('Whether it did not come back each time it ran again.'),
  again: z.exactOptional(again),
  replay: text('The command that replays it.'),
}).describe('An observed outcome that the model does not allow, with all that a reader needs to settle it.')

const cause = record({
  kernel: z.string(),
  test: text('The smallest program that shows it.'),
  programs: count('How many programs show it.'),
  tests: texts('All of them.'),
  laws: texts('The laws that these were drawn from.'),
}).describe('What differs for one reason: the same clause left in the same way.')

/** What a run found, as JSON: the types of result.ts are made from it, and so is the JSON Schema beside the formats. */
export const resultSchema = record({
  verdict,
  failOn: z
    .enum(['diverge', 'flaky', 'incomplete'])
    .default('incomplete')
    .describe('What was to fail: only what diverges, also what is flaky, or also what is incomplete.'),
  seed: number,
  judgedAt: z.iso
    .datetime({
      error: 'expected when it was judged, which older versions did not write: judge the run again with diff',
    })
    .describe('When it was judged, in UTC.'),
  kernels: z.array(kernel),
  unavailable: z
    .array(unavailable)
    .describe(
      'Kernels that could not be had, or did not answer, with the code and the sentence of the error; only where others were asked for, too.',
    ),
  laws: count('How many laws had programs.'),
  clauses: hitOf('How many clauses of the model decided an outcome that a kernel was seen to give.'),
  divergences: z.array(finding).describe('Those that are known among them.'),
  causes: z.exactOptional(
    z.array(cause).describe('What nothing explains, by its causes, those that most programs show first.'),
  ),
  folder: text("The run's bundle, relative to the package."),
})

/** When a record was judged, in UTC. */
export const judgedAt = resultSchema.shape.judgedAt

/** The JSON Schema of records as `--json` prints them, with the number of their format; `name` is what makes them, such as run. */
export const jsonSchemaOf = (name: string, title: string, schema: z.ZodObject) => ({
  $id: `urn:landlockstep:${name}:${format}`,
  title,
  ...z.toJSONSchema(record({ format: z.literal(format), ...schema.shape }), {
    unrepresentable: 'any',
    reused: 'ref',
  }),
})
