import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { newestAbi } from '../../specs/additions.js'
import { behaviourNames } from '../../specs/behaviours.js'
import { clauses } from '../../specs/model/clauses.js'
import { descriptions } from '../../specs/ops/all.js'
import type { Target } from '../../specs/target.js'
import { compareVersions, series as seriesOf } from '../kernel/version.js'
import { ToolError } from '../shared/error.js'
import { readJson } from '../shared/json.js'
import { specPlace, specsFolder } from '../shared/paths.js'
import { allowed, outcome } from '../suite/codec/outcome-schema.js'
import { lawFiles, lawName } from '../suite/laws.js'

/** Nobody has reviewed what comes after the newest ABI that the specs know. */
const abi = z.int().min(1).max(newestAbi)

/** What a program may be said to have given. */
export const observed = z
  .string()
  .refine(
    text => outcome.safeParse(text).success || text === 'law broken' || /^(hang|crash)(, .+)?$/.test(text),
    { error: 'expected an outcome, or law broken, hang or crash' },
  )

const schemaFor = (laws: readonly string[]) =>
  z.strictObject({
    law: z.exactOptional(z.string().refine(name => laws.includes(name), { error: 'no law has this name' })),
    clause: z.exactOptional(
      z.string().refine(id => Object.hasOwn(clauses, id), { error: 'the model has no clause of this name' }),
    ),
    op: z.exactOptional(
      z
        .string()
        .refine(kind => Object.hasOwn(descriptions, kind), { error: 'no op has this name' })
        .describe('A kind of op that the program has, before the one that differs.'),
    ),
    observed: z.exactOptional(observed),
    allowed: z.exactOptional(allowed),
    abi: z.exactOptional(
      z.tuple([abi, abi]).refine(([from, to]) => from <= to, { error: 'the first ABI is after the last' }),
    ),
    why: z.string().trim().min(1),
    cite: z.string().trim().min(1),
    expires: z.iso.date(),
  })

/** Such as `6.17`. */
export const series = z.string().regex(/^\d+\.\d+$/, { error: 'expected a series of kernels such as 6.17' })

const lackSchema = z.strictObject({
  behaviour: z.enum(behaviourNames),
  releases: z
    .tuple([series, series])
    .refine(([from, to]) => compareVersions(from, to) <= 0, { error: 'the first series is after the last' }),
  why: z.string().trim().min(1),
  cite: z.string().trim().min(1),
  expires: z.iso.date(),
})

type Schema = ReturnType<typeof schemaFor>

/** A reviewed difference between kernels and specs; a field that is absent matches everything, and only a baseline has the last three. */
export type ExpectedFailure = Readonly<z.infer<Schema>> & {
  readonly file: string
  /** Content id of the only program that it is about. */
  readonly program?: string
  readonly errata?: number
  /** The first and the last series of kernels. */
  readonly releases?: readonly [string, string]
}

/** Whether a difference may be that of a kernel of this target and release. */
export const isAboutTarget = (
  { abi, errata, releases }: ExpectedFailure,
  target: Target,
  release: string,
): boolean =>
  (abi === undefined || (target.abi >= abi[0] && target.abi <= abi[1])) &&
  (errata === undefined || target.errata === errata) &&
  (releases === undefined || isWithin(releases, release))

/** Whether a release is of one of the series from the first to the last. */
export const isWithin = ([from, to]: readonly [string, string], release: string): boolean =>
  compareVersions(seriesOf(release), from) >= 0 && compareVersions(seriesOf(release), to) <= 0

/** A fix that kernels of these releases, from the first series to the last, are known to lack. */
export type Lack = Readonly<z.infer<typeof lackSchema>> & { readonly file: string }

const knownFolder = join(specsFolder, 'known')

/** What is known. */
type AllKnown = { readonly known: readonly ExpectedFailure[]; readonly lacks: readonly Lack[] }

/**
 * Every entry of specs/known. Error: E_KNOWN, which names file and field, for one that is malformed, names what does not exist, is too wide, or has
 * expired; a file that is no entry is one too, since its name may be mistyped.
 */
export async function loadKnown(folder = knownFolder, today = new Date()): Promise<AllKnown> {
  const names = (await readdir(folder).catch(absent)).filter(name => !/^(\.|README\.md$)/.test(name)).sort()
  // By the number sign an entry of a baseline is told from these.
  const stray = names.find(name => !/^[^#]*\.json$/.test(name))
  if (stray !== undefined)
    throw wrong(`${whereIs(stray)} is no entry: call it *.json, or put it somewhere else.`)
  const schema = schemaFor((await lawFiles(specsFolder)).map(lawName))
  const entries = await Promise.all(
    names.map(async file => readEntry(schema, await textOf(folder, file), file, today)),
  )
  return {
    known: entries.filter(entry => !isLack(entry)),
    lacks: entries.filter(isLack),
  }
}

const textOf = (folder: string, file: string): Promise<string> =>
  readFile(join(folder, file), 'utf8').catch(error => {
    throw wrong(`${whereIs(file)} cannot be read: ${error.message}.`)
  })

const whereIs = (file: string): string => specPlace(`known/${file}`)

function absent(error: unknown): readonly string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw wrong(`specs/known cannot be read: ${error instanceof Error ? error.message : error}.`)
}

const isLack = (entry: ExpectedFailure | Lack): entry is Lack => 'behaviour' in entry

function readEntry(schema: Schema, text: string, file: string, today: Date): ExpectedFailure | Lack {
  const where = whereIs(file)
  const { behaviour } = readJson(z.looseObject({ behaviour: z.unknown().optional() }), text, where, 'E_KNOWN')
  const entry =
    behaviour === undefined
      ? readDifference(schema, text, where)
      : readJson(lackSchema, text, where, 'E_KNOWN')
  if (new Date(entry.expires) < today) {
    throw wrong(
      `${where} expired on ${entry.expires}: review the difference, then set a later date or remove the entry.`,
    )
  }
  return { ...entry, file }
}

function readDifference(schema: Schema, text: string, where: string): z.infer<Schema> {
  const data = readJson(schema, text, where, 'E_KNOWN')
  if (data.law === undefined && data.clause === undefined) {
    throw wrong(`${where} names neither a law nor a clause, so it would match everything: add one.`)
  }
  return data
}

const wrong = (message: string): ToolError => new ToolError('E_KNOWN', message)
