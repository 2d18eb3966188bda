import { z } from 'zod'
import { type Behaviour, designNames, features, type Target } from '../../../specs/target.js'
import type { Law, NotRunnable, Test } from '../suite.js'
import { allowed, outcome } from './outcome-schema.js'
import { programSchema } from './program-schema.js'
import { record, whole } from './words.js'

const behaviours = {
  flags_before_privilege: 1,
  hook_by_right: 1,
  fastopen_checked: 1,
  early_mute: 1,
  unspec_like_stack: 1,
  mute_with_tsync: 1,
} as const satisfies Record<Behaviour, 1>

const feature = z.enum(features)

/** A target as JSON: in lockstep with specs/target.ts. */
const targetSchema = record({
  abi: whole('an ABI', 1, 999),
  errata: z.int().min(0).nullable(),
  behaviours: z.array(z.enum(Object.keys(behaviours) as [Behaviour, ...Behaviour[]])),
  /** What was written before there were designs has none. */
  designs: z.array(z.enum(designNames)).default([]),
  lacks: z.partialRecord(feature, z.string()),
  sockets: z.record(
    z.string().regex(/^-?\d+:-?\d+:-?\d+$/, { error: 'expected domain:type:protocol in numbers' }),
    record({ root: outcome, dropped: outcome }),
  ),
}) satisfies z.ZodType<Target>

const law = record({ name: z.string(), claim: z.string(), place: z.string() }) satisfies z.ZodType<Law>

const test = record({
  name: z.string(),
  law: z.string(),
  id: z.string(),
  program: programSchema,
  allowed: z.array(z.array(allowed)),
  clauses: z.array(z.array(z.string())),
}) satisfies z.ZodType<Test>

const notRunnable = record({
  feature,
  refused: z.string(),
  programs: whole('a count', 1, 2 ** 31 - 1),
}) satisfies z.ZodType<NotRunnable>

/** expected.json of a suite: the laws with their places, the tests in the order in which they run, and what cannot run. */
export const expectedSchema = record({
  laws: z.array(law),
  tests: z.array(test),
  notRunnable: z.array(notRunnable),
})

/** manifest.json of a suite: what made it, and what it was made for; of a run, also on which kernel. */
export const manifestSchema = record({
  seed: whole('a seed', 0, 2 ** 31 - 1),
  versions: z.record(z.string(), z.string()),
  target: targetSchema,
  kernel: z.exactOptional(z.record(z.string(), z.string())),
})
