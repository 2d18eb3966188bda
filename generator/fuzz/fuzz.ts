import { join } from 'node:path'
import { targetName } from '../../specs/target.js'
import { judgeFixes } from '../judge/fixes.js'
import { type Lack, loadKnown } from '../judge/known.js'
import type { Unavailable } from '../judge/result.js'
import { parseRef } from '../kernel/ref.js'
import type { FuzzResult } from '../report/fuzz-result.js'
import { ready, startJob } from '../run/job.js'
import { scratchFolder } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { isOwn, outFolder, refFolder, shown, specsFolder, targetFolder } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { findingsFolder } from './findings/folder.js'
import type { FuzzLimits } from './loop.js'
import { fuzzResultOf, type Session, withFixes } from './record.js'
import { openCorpus } from './search/corpus.js'
import { prepareSession, type Tell } from './session.js'

/** What becomes of findings, and who hears at once of what should not wait for the end. */
type Handling = {
  /** Whether what is found is kept among the specs as well. */
  readonly isKept: boolean
  readonly tell: Tell
}

/**
 * Runs new programs on kernels, on all at the same time, once each of them was asked what it is. One that cannot be had, or on which no
 * program runs, keeps none of the others from running; alone it is an error.
 */
export async function fuzz(
  refs: readonly string[],
  limits: FuzzLimits,
  handling: Handling,
  progress: Progress,
): Promise<FuzzResult> {
  for (const ref of refs) parseRef(ref)
  const { lacks } = await loadKnown()
  const voices = refs.map(ref => outputOf(refs.length === 1 ? '' : `${ref}: `, handling, progress))
  return scratchFolder(async scratch => {
    const prepared: (Prepared | Unavailable)[] = []
    for (const [index, output] of voices.entries()) {
      const ref = refs[index] ?? ''
      const one = () =>
        prepare(ref, { limits, lacks, isKept: handling.isKept }, join(scratch, `${index}`), output)
      prepared.push(await unless(refs.length === 1, ref, output, one))
    }
    const ended = await Promise.all(
      prepared.map(async one =>
        'why' in one ? one : unless(refs.length === 1, one.ref, one.voice, one.start),
      ),
    )
    const sessions = ended.filter(one => 'kernel' in one)
    const unavailable = ended.filter(one => 'why' in one)
    const judgedAt = new Date().toISOString()
    return fuzzResultOf(sessions, { seed: limits.seed, judgedAt, unavailable, folder: shown(findingsFolder) })
  })
}

type FuzzOutput = { readonly progress: Progress; readonly tell: Tell }

/** What is said of one kernel begins with its name where there are others. */
const outputOf = (name: string, { tell }: Handling, progress: Progress): FuzzOutput => ({
  progress: (text, counted) => progress(`${name}${text}`, counted),
  tell: text => tell(`${name}${text}`),
})

/** A kernel that is ready for its first program. */
type Prepared = { readonly ref: string; readonly voice: FuzzOutput; readonly start: () => Promise<Session> }

type FuzzOrder = { readonly limits: FuzzLimits; readonly lacks: readonly Lack[]; readonly isKept: boolean }

async function prepare(
  ref: string,
  { limits, lacks, isKept }: FuzzOrder,
  scratch: string,
  voice: FuzzOutput,
): Promise<Prepared> {
  const { machine, probed } = await ready(ref, await startJob(join(scratch, 'job'), voice.progress))
  const { release, target } = probed
  const cases = isKept && isOwn ? join(specsFolder, 'cases') : null
  // The same program may be a finding on several kernels at once.
  const findings = join(findingsFolder, refFolder(ref))
  const on = { machine, release, target, cases, findings }
  const start = await prepareSession(on, limits, scratch, voice.progress)
  const kind = limits.atOnce === true ? '-at-once' : ''
  const file = join(corpusFolder, `${targetFolder(targetName(target))}${kind}.jsonl`)
  return {
    ref,
    voice,
    start: async () => {
      const corpus = limits.law === undefined ? openCorpus(file) : undefined
      const session = await start(limits, corpus, voice.progress, voice.tell).finally(() => corpus?.close())
      return withFixes(session, judgeFixes(probed, lacks))
    },
  }
}

/** What goes wrong with one of several kernels, be it a bug of ours, is told at once, and does not keep the others from their turn. */
async function unless<T>(
  isAlone: boolean,
  ref: string,
  { tell }: FuzzOutput,
  work: () => Promise<T>,
): Promise<T | Unavailable> {
  try {
    return await work()
  } catch (error) {
    if (isAlone || !(error instanceof Error)) throw error
    const [code, why] =
      error instanceof ToolError ? [error.code, error.message] : ['E_BUG', error.stack ?? error.message]
    tell(`not fuzzed: ${code}: ${why}`)
    return { ref, code, why }
  }
}

/** What is kept of one session for the next, by target. */
const corpusFolder = join(outFolder, 'corpus')
