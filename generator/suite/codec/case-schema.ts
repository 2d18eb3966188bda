import { z } from 'zod'
import type { CaseOrigin, RegressionCase } from '../suite.js'
import { allowed, outcome } from './outcome-schema.js'
import { record, whole } from './parts.js'
import { programSchema } from './program-schema.js'

const most = 2 ** 31 - 1

const words = (what: string) => {
  const error = `expected ${what}, in words`
  return z.string({ error }).regex(/\S/, { error })
}

const found = record({
  kernel: record({
    ref: z.string(),
    release: z.string(),
    abi: whole('an ABI', 1, 999),
    errata: z.int().min(0).nullable(),
    behaviours: z.array(z.string()),
    designs: z.array(z.string()),
  }),
  seed: whole('a seed', 0, most),
  law: z.string(),
  step: whole('a step', 0, most).nullable(),
  observed: words('what was observed'),
  stacks: z.exactOptional(z.array(z.string())),
  allowed: z.array(z.string()),
  clause: z.string(),
  outcomes: z.array(outcome),
  programs: whole('a count', 1, most),
  replayed: whole('a count', 0, most),
  replays: whole('a count', 1, most),
}) satisfies z.ZodType<CaseOrigin>

/** A kept case as JSON: why it is kept, where what it shows is said, how it was found if the fuzzer found it, and its program. */
export const caseSchema = programSchema
  .extend({
    claim: words('what its law says'),
    why: words('why it is kept'),
    cite: words('where that is said: a file and a function of the kernel, its documentation, or a mail'),
    gives: z.exactOptional(z.array(allowed).min(1)),
    found: z.exactOptional(found),
  })
  .refine(({ gives, found }) => (gives === undefined) === (found?.observed === 'law broken'), {
    error: 'expected what the step may give, or that a law was found broken',
    path: ['gives'],
  })
  .refine(({ ops, found }) => (found?.step ?? 0) < ops.length, {
    error: 'expected a step of the program',
    path: ['found', 'step'],
  })
  .refine(({ ops, found }) => (found?.outcomes.length ?? 0) <= ops.length, {
    error: 'expected no more outcomes than the program has steps',
    path: ['found', 'outcomes'],
  }) satisfies z.ZodType<RegressionCase>

/** A program as a file holds it: beside its ops may stand the law that it was drawn from, and what a kept case has. */
export const programFileSchema = programSchema.extend({
  law: z.exactOptional(z.string()),
  claim: z.exactOptional(z.string()),
  why: z.exactOptional(z.string()),
  cite: z.exactOptional(z.string()),
  gives: z.exactOptional(z.array(allowed)),
  found: z.exactOptional(found),
})
