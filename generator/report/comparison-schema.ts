import { z } from 'zod'
import { count, finding, judgedAt, number, text, texts } from '../judge/result-schema.js'
import { record } from '../suite/codec/parts.js'

const side = record({
  ref: z.string(),
  origin: text('Where it comes from, in words.'),
  release: z.string(),
  sha256: text('SHA-256 of the image; empty for the running kernel.'),
  abi: number,
  errata: number.nullable(),
  behaviours: texts(
    'What it does that neither its ABI nor its errata tell, by the names of specs/behaviours.ts.',
  ),
  reports: texts('What the kernel itself complained of: WARNING, BUG, KASAN, lockdep, hung task, panic.'),
  missing: texts('What of the run nobody saw, a sentence each; without it nothing is the same.'),
  notes: texts('What a reader should know about how it ran.'),
  seconds: z.record(z.string(), z.number()).describe('By stage.'),
}).describe('One of the two kernels, and what it says of itself.')

const deciding = record({ clause: z.string(), says: z.string(), cite: z.string() })
  .nullable()
  .describe(
    'The clause that decided, and where that stands; null where the model says nothing, or something else.',
  )

export const change = record({
  kind: text(
    'What the two differ in: reported, addition, byte_order, page_size, erratum, behaviour, choice, sockets, lacks, unknown.',
  ),
  says: text('What changed, in words.'),
  cite: z.string(),
  programs: count('How many programs show it.'),
  law: text('The law that the smallest program was drawn from.'),
  laws: texts('Every law of whose programs one shows it.'),
  program: text('Content id of the smallest program.'),
  ops: finding.shape.ops,
  outcomes: z.tuple([z.string(), z.string()]).describe('What its last op gave on either kernel.'),
  clauses: z.tuple([deciding, deciding]),
  replay: text('The command that replays it on the second kernel.'),
}).describe('One thing that changed, with the smallest program that shows it.')

const law = record({
  law: z.string(),
  place: text('Where the law stands: specs/laws/denial-is-final.ts:9.'),
  programs: number,
  differ: number,
  lost: count('Of which one of the kernels, or both, did not say how they went.'),
}).describe('What became of the programs of one law; all others are the same.')

/** What changed from one kernel to another, as JSON. */
export const comparisonSchema = record({
  verdict: z
    .enum(['same', 'differ', 'incomplete'])
    .describe('same: nothing changed; differ: something did; incomplete: nobody can say that nothing did.'),
  seed: number,
  judgedAt,
  kernels: z.tuple([side, side]),
  programs: count('same + differ + lost.'),
  same: number,
  differ: number,
  lost: number,
  notRun: count('Programs that need what one of the two lacks; they count nowhere else.'),
  laws: z.array(law),
  changes: z.array(change).describe('Each once.'),
  unseen: texts('What the two say of themselves differently and no program shows, in words.'),
  folder: text('Where the programs are and all that the kernels said, relative to the package.'),
})
