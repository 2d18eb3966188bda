import { z } from 'zod'
import { type Choices, decisions } from '../../../specs/designs/decisions.js'
import { namesOf } from '../../../specs/names-of.js'
import { type Behaviour, designNames, features, type Target } from '../../../specs/target.js'
import type { Law, NotRunnable, Test } from '../suite.js'
import { allowed, outcome } from './outcome-schema.js'
import { record, whole } from './parts.js'
import { programId } from './program-id.js'
import { programSchema } from './program-schema.js'

const behaviours = {
  flags_before_privilege: 1,
  hook_by_right: 1,
  fastopen_checked: 1,
  early_mute: 1,
  unspec_like_stack: 1,
  mute_with_tsync: 1,
  socket_in_records: 1,
} as const satisfies Record<Behaviour, 1>

const feature = z.enum(features)

const choices = record({
  default_protocol: z.enum(namesOf(decisions.default_protocol.choices)).exactOptional(),
  packet_alias: z.enum(namesOf(decisions.packet_alias.choices)).exactOptional(),
  ranges: z.enum(namesOf(decisions.ranges.choices)).exactOptional(),
  odd_protocol: z.enum(namesOf(decisions.odd_protocol.choices)).exactOptional(),
  rule_number: z.enum(namesOf(decisions.rule_number.choices)).exactOptional(),
  any_type: z.enum(namesOf(decisions.any_type.choices)).exactOptional(),
}) satisfies z.ZodType<Choices>

/** A target as JSON: in lockstep with specs/target.ts. */
export const targetSchema = record({
  abi: whole('an ABI', 1, 999),
  errata: z.int().min(0).nullable(),
  behaviours: z.array(z.enum(namesOf(behaviours))),
  /** What was written before there were designs has none. */
  designs: z.array(z.enum(designNames)).default([]),
  isSaid: z.literal(true).exactOptional(),
  choices: choices.exactOptional(),
  lacks: z.partialRecord(feature, z.string()),
  byteOrder: z.literal('big').exactOptional(),
  pageSize: z.int().positive().exactOptional(),
  sockets: z.record(
    z.string().regex(/^-?\d+:-?\d+:-?\d+$/, { error: 'expected domain:type:protocol in numbers' }),
    record({ root: outcome, dropped: outcome }),
  ),
}) satisfies z.ZodType<Target>

/** A name that stands in C and in paths. */
const word = (what: string, form: RegExp) => z.string().regex(form, { error: `expected ${what}` })

const lawName = word('the name of a law, in kebab case', /^[a-z0-9]+(-[a-z0-9]+)*$/)

const law = record({ name: lawName, claim: z.string(), place: z.string() }) satisfies z.ZodType<Law>

const ofEachOp = 'expected one list for each op of the program'

const test = record({
  name: word('the name of a test, as in C', /^\w+$/),
  law: lawName,
  id: z.string(),
  program: programSchema,
  allowed: z.array(z.array(allowed)),
  clauses: z.array(z.array(z.string())),
})
  .refine(({ id, program }) => id === programId(program), {
    error: 'expected the id of the program, which is the hash of its ops',
    path: ['id'],
  })
  .refine(({ allowed, program }) => allowed.length === program.ops.length, {
    error: ofEachOp,
    path: ['allowed'],
  })
  .refine(({ clauses, program }) => clauses.length === program.ops.length, {
    error: ofEachOp,
    path: ['clauses'],
  }) satisfies z.ZodType<Test>

/** Programs that cannot run, as JSON. */
export const notRunnable = record({
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
  .refine(({ laws }) => isEachOnce(laws), { error: 'expected each law once', path: ['laws'] })
  .refine(({ tests }) => isEachOnce(tests), { error: 'expected each test once', path: ['tests'] })
  .refine(({ laws, tests }) => isInOrder(laws, tests), {
    error: 'expected tests of these laws, in their order',
    path: ['tests'],
  })

const isEachOnce = (all: readonly { readonly name: string }[]): boolean =>
  new Set(all.map(({ name }) => name)).size === all.length

function isInOrder(laws: readonly Law[], tests: readonly Test[]): boolean {
  const ranks = new Map(laws.map(({ name }, rank) => [name, rank]))
  return tests.every(({ law }, index) => {
    const rank = ranks.get(law)
    return rank !== undefined && rank >= (ranks.get(tests[index - 1]?.law ?? '') ?? 0)
  })
}

/** What a run says of its kernel. */
const originSchema = record({
  ref: z.string(),
  sha256: z.string(),
  origin: z.string(),
  release: z.string(),
})

const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: 'expected a SHA-256 in hex' })

/** A path below a folder, which leads out of none. */
const inside = z
  .string()
  .regex(/^(?!\/)(?!(.*\/)?\.\.(\/|$))[^\0]+$/, { error: 'expected a path below the folder' })

/** The SHA-256 of files by their paths. */
const hashes = z.record(inside, hash)

/** What a suite is made of; its id is the hash of that. */
const made = z.strictObject(
  { id: hash, files: hashes },
  { error: 'expected which suite it is, which older versions did not write: run again' },
)

const suiteManifest = {
  seed: whole('a seed', 0, 2 ** 31 - 1),
  versions: z.record(z.string(), z.string()),
  target: targetSchema,
  suite: made,
}

/** manifest.json of a suite: what made it, what it was made for, and what it is made of. */
export const manifestSchema = record(suiteManifest)

/** manifest.json of a run of one kernel: also which kernel it was, the guests that were lost, and all other files that the run left. */
export const runManifestSchema = record({
  ...suiteManifest,
  kernel: originSchema,
  lost: z.array(z.string()),
  notes: z.array(z.string()),
  files: hashes,
})

/** A kernel that could not be run, as JSON. */
export const unavailable = record({ ref: z.string(), code: z.string(), why: z.string() })

/** run.json of a run: the folder of each kernel with the hash of its manifest, the kernels that could not be run, and the hash of the result. */
export const runSchema = record({
  kernels: z.array(record({ ref: z.string(), folder: z.literal('').or(inside), manifest: hash })),
  unavailable: z.array(unavailable),
  result: hash,
})
