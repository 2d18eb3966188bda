import { z } from 'zod'
import { count, finding, hitOf, judgedAt, number, text, texts } from '../judge/result-schema.js'
import { record } from '../suite/codec/parts.js'
import { unavailable } from '../suite/codec/suite-schema.js'

const figure = z.number().min(0)

const verdict = z
  .enum(['agree', 'diverge', 'incomplete'])
  .describe(
    'agree: nothing was found; diverge: something was; incomplete: nobody can say that there is nothing.',
  )

const { kernel, law, program, ops, step, observed, stacks, allowed, clause, why, cite, replay } =
  finding.shape

/** A finding of fuzz as JSON. */
export const confirmedFinding = record({
  ...{ kernel, law, program, ops, step, observed, stacks, allowed, clause, why, cite, replay },
  programs: count('How many programs showed the same.'),
  replayed: count('So many of the replays in a fresh guest gave it again.'),
  replays: count('0 if it was not run again.'),
  folder: text('Where it was left: a folder, or only its program if it was not run again.'),
  kept: text('What became of it among the kept cases, in words.'),
}).describe(
  'A finding after it was run again and made small, or as it was found if there was no time for that.',
)

const minute = record({
  programs: number,
  ops: count('Of all its programs together.'),
  host: figure.describe('MB held by this process.'),
  descriptors: number,
  children: number,
  scratch: figure.describe('MB in its scratch folder.'),
  kernel: z.exactOptional(figure.describe('MB in use by the kernel in a guest.')),
}).describe('What ran in one minute, and what was held at its end.')

const reasons = z.record(z.string(), number).describe('How many programs, by the reason.')

/** What a session had come to after so many seconds. */
export const point = record({
  second: figure,
  programs: number,
  corpus: count('Programs that are kept for what they cover.'),
  clauses: number,
  pairs: count('Pairs of clauses.'),
  edges: count("Of the kernel's code, if it counts them."),
  findings: count('Kinds of findings.'),
})

const kernelSchema = record({
  ref: z.string(),
  origin: z.string(),
  release: z.string(),
  sha256: text('SHA-256 of the image; empty for the running kernel.'),
  abi: number,
  errata: number.nullable(),
  verdict,
  missing: texts('Why it may be that nothing was found although there is something, a sentence each.'),
  programs: number,
  agreed: number,
  known: number,
  diverged: number,
  silent: count('They agree up to a step after which the model says nothing.'),
  lost: count('Unjudged and unanswered ones together.'),
  unjudged: reasons.describe('They said too little of themselves to be judged.'),
  unanswered: reasons.describe('They were sent, and no answer to them came.'),
  unmodelled: count(
    'Programs that came up and were not run, since the model says nothing of them; they count nowhere else.',
  ),
  silences: reasons.describe(
    'They, and those that were run up to where the model says nothing, by what it would have to know: a name of specs/model/silences.ts, or `untold`.',
  ),
  misfits: reasons
    .default({})
    .describe(
      'Calls that could not be made where they stood, such as one of a process that was never forked, and were left out of their programs; by the same names.',
    ),
  laws: count('How many laws programs were drawn from.'),
  clauses: hitOf('How many clauses of the model decided an outcome that was seen.'),
  covered: record({ corpus: number, clauses: number, pairs: number, edges: number }).describe(
    'What the programs of the corpus cover: clauses of the model, pairs of them, edges of the kernel if it counts them.',
  ),
  history: z.array(point).describe('How it went on, in even steps; the last point is its end.'),
  notes: texts('What a reader should know about how it ran.'),
  seconds: z
    .record(z.string(), figure)
    .and(z.object({ fuzz: figure }))
    .describe('By stage; fuzz is the one in which new programs run.'),
  reached: z.exactOptional(
    record({ edges: number, functions: z.record(z.string(), number) }).describe(
      "What was reached of the kernel's code: so many edges, and by function how many lead into it; absent where it has no KCOV.",
    ),
  ),
  minutes: z.exactOptional(
    record({ first: minute, last: minute }).describe(
      'The first whole minute and the last one, after two of them.',
    ),
  ),
  spent: record({
    host: figure.describe(
      'Seconds of processors of this process, for all kernels that it fuzzed at that time.',
    ),
    kernels: figure.describe('Of their guests, or of what ran on this kernel.'),
    stages: z.record(z.string(), figure).describe('Seconds by the clock of what was done here for this one.'),
  }),
}).describe('What one kernel gave; programs = agreed + known + diverged + silent + lost.')

/** What new programs came to on some kernels, as JSON. */
export const fuzzSchema = record({
  verdict,
  seed: number,
  judgedAt,
  kernels: z.array(kernelSchema),
  unavailable: z.array(unavailable).describe('Kernels on which not a program ran, with the reason.'),
  laws: number,
  clauses: hitOf('On one kernel or another.'),
  divergences: z.array(confirmedFinding),
  folder: text('Where each finding has a folder.'),
})
