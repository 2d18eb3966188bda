import { parseDocument } from 'yaml'
import { z } from 'zod'
import { ToolError } from '../shared/error.js'
import { describeIssue } from '../shared/json/describe-issue.js'
import type { LeftOut } from '../suite/part.js'
import type { Suite } from '../suite/suite.js'
import type { Judgement, Status } from './judge.js'
import { type ExpectedFailure, isAboutTarget, observed, series } from './known.js'
import type { KernelResult } from './result.js'

/** Without quotes YAML would make a number of `6.10`, and of some ids: all is text here. */
const number = z
  .string()
  .regex(/^\d{1,9}$/, { error: 'expected a whole number' })
  .transform(Number)

const written = (what: string) =>
  z
    .string({ error: `expected ${what}` })
    .trim()
    .min(1, { error: `expected ${what}` })

const inOrder = <T>([from, to]: readonly [T, T]): boolean => from <= to

const entrySchema = z
  .strictObject({
    law: z.exactOptional(written('the name of a law')),
    program: z.exactOptional(written('the content id of a program')),
    clause: z.exactOptional(written('the id of a clause')),
    observed: z.exactOptional(observed),
    kernels: z.exactOptional(z.tuple([series, series])),
    abi: z.exactOptional(
      z.tuple([number, number]).refine(inOrder, { error: 'the first ABI is after the last' }),
    ),
    errata: z.exactOptional(number),
    reason: written('why it is expected to fail: nobody writes that but you'),
    link: z.url({ error: 'expected a link to where that is discussed' }),
    expires: z.iso.date({
      error: 'expected the day on which it expires, such as 2027-06-30: none stays for ever',
    }),
  })
  .refine(({ law, program }) => (law === undefined) !== (program === undefined), {
    error: 'expected either law or program',
  })
  .refine(({ kernels, abi }) => (kernels === undefined) !== (abi === undefined), {
    error: 'expected either kernels, as ["6.12", "6.18"], or abi, as [4, 9], with errata or without',
  })

const schema = z.strictObject({
  format: z.exactOptional(z.literal('1', { error: 'expected format 1' })),
  entries: z.array(entrySchema),
})

/**
 * The entries of a baseline, YAML or JSON: what is expected to fail beside what specs/known explains. `laws` are the names that there are. Error:
 * E_BASELINE, which names file and field, for one that is malformed, names no law that there is, or has expired.
 */
export function readBaseline(
  text: string,
  file: string,
  laws: readonly string[],
  today = new Date(),
): readonly ExpectedFailure[] {
  const document = parseDocument(text, { schema: 'failsafe' })
  const [fault] = document.errors
  if (fault !== undefined) throw wrong(`${file} is neither YAML nor JSON: ${fault.message.split('\n')[0]}`)
  const value: unknown = document.toJS()
  const { success, data, error } = schema.safeParse(value)
  if (!success) throw wrong(`${file}: ${describeIssue(error, value)}`)
  return data.entries.map(({ reason, link, kernels, ...entry }, index) => {
    const where = `${file}#${index + 1}`
    if (entry.law !== undefined && !laws.includes(entry.law))
      throw wrong(`${where}: no law is called ${entry.law}.`)
    if (new Date(entry.expires) < today)
      throw wrong(
        `${where} expired on ${entry.expires}: look at it again, then set a later day or remove the entry.`,
      )
    return {
      ...entry,
      why: reason,
      cite: link,
      file: where,
      ...(kernels === undefined ? {} : { releases: kernels }),
    }
  })
}

const wrong = (message: string): ToolError => new ToolError('E_BASELINE', message)

/** What the entries of a baseline are held against: a kernel, its suite, and what became of that. */
type Ground = {
  readonly suite: Suite
  readonly origin: { readonly release: string }
  readonly leftOut?: readonly LeftOut[]
  readonly judgement: Pick<Judgement, 'statuses' | 'divergences'>
}

type BaselineResult = KernelResult['baseline'][number]

/** Whether each entry that is about a kernel is still true there. */
export const judgeBaseline = (
  entries: readonly ExpectedFailure[],
  ground: Ground,
): readonly BaselineResult[] =>
  entries
    .filter(one => isAboutTarget(one, ground.suite.target, ground.origin.release))
    .map(one => ({ entry: one.file, about: aboutOf(one), ...truthOf(one, ground) }))

const aboutOf = ({ law, program }: ExpectedFailure): string =>
  law === undefined ? `program ${program}` : `law ${law}`

function truthOf(
  { file, law, program }: ExpectedFailure,
  { suite, leftOut = [], judgement: { statuses, divergences } }: Ground,
): Pick<BaselineResult, 'verdict' | 'words'> {
  if (divergences.some(({ known }) => known === file)) return { verdict: 'holds', words: '' }
  const own: Status[] = []
  for (const [index, test] of suite.tests.entries())
    if (test.law === law || test.id === program) own.push(statuses[index] ?? 'lost')
  if (own.length === 0) return { verdict: 'untold', words: 'no program of it ran on this kernel' }
  if (law !== undefined && leftOut.some(one => one.law === law))
    return { verdict: 'untold', words: 'some programs of it were left out' }
  if (own.some(status => status === 'lost' || status === 'flaky'))
    return { verdict: 'untold', words: 'not all programs of it came to an end that counts' }
  return {
    verdict: 'stale',
    words: 'no longer true, as nothing that it explains is seen: remove it, or narrow it',
  }
}
