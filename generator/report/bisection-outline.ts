import { inLines } from '../shared/printable.js'
import { bisectionVerdict, triedLine } from './bisection.js'
import { type Bisection, bisectedAs, type TriedCommit } from './bisection-result.js'
import type { Entry, Outline } from './entries.js'
import { check, law } from './kernel-checks.js'
import type { Page } from './page.js'

/** A bisection for the formats of test results: each commit is a test of its own, and a bad one is expected, since one is looked for. */
export function bisectionOutline(foreign: Bisection): Outline {
  const result = inLines(foreign)
  const { tree, good, bad, found, tried, verified, verdict, judgedAt } = result
  const failed = verified.filter(({ holds }) => holds === false).map(({ what }) => what)
  const section = {
    kernel: tree,
    about: `${good.slice(0, 12)} to ${bad.slice(0, 12)}`,
    release: '',
    sha256: '',
    notes: found.map(({ commit, subject }) => `first bad: ${commit} ${subject}`),
    seconds: 0,
    groups: [
      { law: 'commits', entries: tried.map(triedEntry) },
      {
        law,
        entries: [
          check('finds_one_commit', 'lost', 'lost', verdict === 'found' ? [] : [bisectionVerdict(result)]),
          check('holds_when_asked_again', 'lost', 'lost', failed),
        ],
      },
    ],
  }
  return {
    sections: [section],
    verdict: bisectedAs[verdict],
    judgedAt,
    folder: '',
    words: bisectionVerdict(result),
  }
}

const statuses = { good: 'agreed', bad: 'known', skip: 'skipped' } as const

function triedEntry(one: TriedCommit, at: number): Entry {
  const { commit, state, subject } = one
  const status = statuses[state]
  return {
    name: `${at + 1}_${commit.slice(0, 12)}`,
    status,
    isSeen: true,
    reason: state === 'good' ? '' : `${status}: ${state}: ${subject}`,
    details: [triedLine(one)],
    place: '',
  }
}

/** What a page of a bisection tells. */
export const bisectionPage = (result: Bisection): Page => ({
  outline: bisectionOutline(result),
  beforehand: inLines(result).found.map(({ commit, subject }) => `First bad: ${commit} ${subject}`),
  figures: [],
  differences: [],
  coverage: [],
  unrun: inLines(result).tried.flatMap(one => (one.state === 'skip' ? [triedLine(one)] : [])),
  times: [],
})
