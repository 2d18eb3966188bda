import { z } from 'zod'
import { count, judgedAt, number, text, texts } from '../judge/result-schema.js'
import { record } from '../suite/codec/parts.js'
import { confirmedFinding } from './fuzz-schema.js'

const mistake = record({
  name: text('Unique among those of its place: errno_in_step_1, or as the design lists it.'),
  place: text('Where it is planted: specs/model/bind.ts:29, or a file of the kernel.'),
  says: text('What is changed, old → new, or what goes wrong by it.'),
  verdict: z
    .enum(['caught', 'equivalent', 'survived', 'unbuilt', 'untried'])
    .describe(
      'equivalent: no program can tell it from what is right; unbuilt: it does not compile; untried: something went wrong on our side.',
    ),
  by: texts(
    'What noticed it, the most telling first; of an equivalent one why nothing can; of one that was not built or not tried, why.',
  ),
  clauses: texts(
    'Of a mistake in the model, the clauses whose names stand in what is changed; none where it is in a helper.',
  ),
  programs: z.exactOptional(
    count(
      'Of a mistake in a design or of a fix that is missing, those that diverged; of one in Landlock, those that ran before the first showed it, or all; the model needs only the first.',
    ),
  ),
  seconds: z.record(z.string(), z.number()).describe('By stage, if somebody measured.'),
  finding: z.exactOptional(confirmedFinding),
}).describe('One mistake that was planted, and what became of it.')

/** What planting mistakes gave, as JSON. */
export const mutationSchema = record({
  verdict: z
    .enum(['caught', 'survived', 'incomplete'])
    .describe(
      'caught: every mistake is, or is equivalent; survived: nothing noticed one; incomplete: one was not tried, or one is equivalent no more.',
    ),
  into: z
    .enum(['model', 'design', 'landlock', 'fixes', 'byte-order'])
    .describe(
      "The reference model, a design's kernel code, Landlock itself, Landlock without one of its fixes, or Landlock for machines of either order of bytes.",
    ),
  what: text('What they were planted into: specs/model, or a kernel.'),
  design: z.exactOptional(z.string()),
  targets: texts('What the programs were drawn for: targets by their names, or the release of the kernel.'),
  seed: number,
  judgedAt,
  programs: count('How many were drawn; 0 into Landlock, where each mistake has its own.'),
  laws: number,
  limit: z.exactOptional(number.describe('How many seconds each mistake had at most.')),
  mistakes: z.array(mistake),
  stale: texts('Mistakes that are listed as equivalent and were caught, or are no more, in words.'),
})
