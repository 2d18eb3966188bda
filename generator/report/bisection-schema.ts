import { z } from 'zod'
import { count, judgedAt, text } from '../judge/result-schema.js'
import { record } from '../suite/codec/parts.js'

const commit = { commit: z.string(), subject: z.string() }

const tried = record({
  ...commit,
  state: z.enum(['good', 'bad', 'skip']).describe('skip: it has no verdict, see why.'),
  votes: record({ same: count('Of them said so.'), of: count('Fresh guests that were asked.') }),
  why: text('Why it was skipped; else empty.'),
}).describe('A commit that was tried, in the order in which they were.')

const check = record({
  what: text('What has to be so, in words.'),
  holds: z.boolean().nullable().describe('null where there is no verdict.'),
  why: z.string(),
}).describe('What was asked again once a commit was found.')

/** What a bisection came to, as JSON. */
export const bisectionSchema = record({
  verdict: z
    .enum(['found', 'not-found'])
    .describe('found: one commit, and what was asked again does not speak against it.'),
  judgedAt,
  tree: z.string(),
  good: text('The commit that was named as good.'),
  bad: text('The commit that was named as bad.'),
  found: z
    .array(record(commit))
    .describe('The first bad commit; of several that nobody can tell apart, all.'),
  tried: z.array(tried),
  verified: z.array(check),
  confidence: z.number().min(0).max(1).describe('That no good commit was bad by chance.'),
})
