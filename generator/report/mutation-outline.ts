import { totalOf } from '../shared/clock.js'
import { inLines } from '../shared/printable.js'
import type { Entry, Outline } from './entries.js'
import { check } from './kernel-checks.js'
import { type MutationResult, mutatedAs, type TriedMistake } from './mutation-result.js'
import { mutationLine } from './mutation-score.js'
import { groupsBy } from './outline.js'

/**
 * What planting mistakes gave, for the formats of test results: a mistake is a test, under the file that it is planted into, and fails if nothing
 * noticed it. What all were planted into stands for a kernel.
 */
export function mutationOutline(foreign: MutationResult): Outline {
  const result = inLines(foreign)
  const { what, targets, mistakes, verdict, judgedAt, programs, laws } = result
  const section = {
    kernel: what,
    about: `mistakes in ${what}, for ${targets.join(', ')}`,
    release: result.into === 'model' ? '' : targets.join(', '),
    sha256: '',
    notes: programs === 0 ? [] : [`${programs} programs of ${laws} laws`],
    seconds: mistakes.reduce((sum, { seconds }) => sum + totalOf(seconds), 0),
    groups: [
      ...[...groupsBy(mistakes, fileOf)].map(([law, own]) => ({ law, entries: own.map(entryOf) })),
      { law: 'list-of-mistakes', entries: [listCheck(result)] },
    ],
  }
  return {
    sections: [section],
    verdict: mutatedAs[verdict],
    judgedAt,
    folder: '',
    words: mutationLine(result),
  }
}

/** The file that a mistake is planted into. */
export const fileOf = ({ place }: TriedMistake): string => place.replace(/:\d+$/, '')

/** Whether there is something to try, and what is said to be equivalent is. */
function listCheck({ mistakes, stale }: MutationResult): Entry {
  const untrue = stale.map(one => `no longer equivalent: ${one}`)
  return check(
    'is_true',
    'lost',
    'lost',
    mistakes.length === 0 ? [...untrue, 'no mistake was tried'] : untrue,
  )
}

function entryOf(one: TriedMistake): Entry {
  const { name, place, says, by } = one
  const status = statuses[one.verdict]
  const reason = status === 'agreed' ? '' : `${status}: ${says}: ${[words[one.verdict], ...by].join(': ')}`
  const ms = Math.round(1_000 * totalOf(one.seconds))
  const base = { name, status, isSeen: one.verdict !== 'untried', reason, details: [says, ...by], place }
  return ms === 0 ? base : { ...base, ms }
}

const statuses = {
  caught: 'agreed',
  equivalent: 'known',
  survived: 'diverged',
  unbuilt: 'lost',
  untried: 'lost',
} as const satisfies Record<TriedMistake['verdict'], Entry['status']>

const words: Readonly<Record<TriedMistake['verdict'], string>> = {
  caught: '',
  equivalent: 'no program can tell it',
  survived: 'nothing notices it',
  unbuilt: 'it does not build',
  untried: 'it was not tried',
}
