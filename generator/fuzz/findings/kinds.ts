import { join } from 'node:path'
import { shown } from '../../shared/paths.js'
import { type Finding, kindOf } from './finding.js'
import { foundFile, keepFound, removeFound } from './folder.js'

/** The smallest program of a kind of difference, and how many programs showed it. */
export type FindingKind = { readonly finding: Finding; readonly programs: number }

/** So many kinds are told apart at most: a kernel that shows more is broken, and that is known by then. */
export const mostKinds = 100

/** What was found, by kinds. */
export type Kinds = {
  readonly note: (finding: Finding) => void
  readonly count: () => number
  readonly all: () => readonly FindingKind[]
  /** Why something could not be kept. */
  readonly notes: () => readonly string[]
}

/**
 * Of each kind the smallest finding is kept at once in a folder of its own, whatever happens to the session.
 * @param report hears of the first one of each kind
 */
export function kindsIn(findings: string, report: (text: string) => void): Kinds {
  const kinds = new Map<string, FindingKind>()
  const notes = new Set<string>()
  const keep = ({ test, divergence }: Finding, before: Finding | undefined): void => {
    if (before !== undefined) removeFound(join(findings, before.test.id))
    const failed = keepFound(join(findings, test.id), test.program)
    if (failed !== undefined && notes.size < mostKinds) notes.add(failed)
    if (before === undefined)
      report(`found, and left in ${shown(foundFile(join(findings, test.id)))}: ${says(divergence)}`)
  }
  return {
    note: finding => {
      const kind = kindOf(finding)
      const before = kinds.get(kind)
      if (before === undefined && kinds.size === mostKinds) return
      const isSmaller = before === undefined || sizeOf(finding) < sizeOf(before.finding)
      kinds.set(kind, {
        finding: isSmaller ? finding : before.finding,
        programs: (before?.programs ?? 0) + 1,
      })
      if (isSmaller) keep(finding, before?.finding)
    },
    count: () => kinds.size,
    all: () => [...kinds.values()],
    notes: () => [...notes],
  }
}

const says = ({ law, observed, allowed }: Finding['divergence']): string =>
  `${observed}${allowed.length === 0 ? '' : `, allowed only ${allowed.join(' | ')}`} (${law})`

const sizeOf = ({ test }: Finding): number => test.program.ops.length
