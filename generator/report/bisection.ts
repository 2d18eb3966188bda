/** A commit that a bisection tried. */
export type TriedCommit = {
  readonly commit: string
  readonly subject: string
  readonly state: 'good' | 'bad' | 'skip'
  readonly votes: { readonly same: number; readonly of: number }
  readonly why: string
}

/** What a bisection came to. */
export type Bisection = {
  readonly verdict: 'found' | 'not-found'
  readonly tree: string
  readonly good: string
  readonly bad: string
  /** The first bad commit; of several that nobody can tell apart, all. */
  readonly found: readonly Pick<TriedCommit, 'commit' | 'subject'>[]
  readonly tried: readonly TriedCommit[]
  /** What was asked again at the end, in words, and whether it is as it must be. */
  readonly verified: readonly {
    readonly what: string
    readonly holds: boolean | null
    readonly why: string
  }[]
  /** That no good commit was bad by chance, from 0 to 1. */
  readonly confidence: number
}

/** The exit codes of bisect; 2 is also what our own failures exit with. */
export const bisectionCodes = { found: 0, 'not-found': 2 } as const satisfies Record<
  Bisection['verdict'],
  number
>

/** A bisection as text for people. */
export function bisectionText({ verdict, tree, found, tried, verified, confidence }: Bisection): string {
  const code = `(exit code ${bisectionCodes[verdict]})`
  return [
    tree,
    ...tried.map(triedLine),
    '',
    ...verified.map(
      ({ what, holds, why }) =>
        `${holds === null ? 'UNKNOWN' : holds ? 'PASS' : 'FAIL'}  ${what}${why === '' ? '' : `: ${why}`}`,
    ),
    ...(verified.length === 0 ? [] : ['']),
    ...(verdict === 'found'
      ? [
          ...found.map(({ commit, subject }) => `first bad commit: ${commit} ${subject}`),
          `Found with a confidence of ${percent(confidence)} % ${code}`,
        ]
      : [
          ...found.map(({ commit, subject }) => `one of these: ${commit} ${subject}`),
          `No single commit was found: ${found.length === 0 ? 'what was found does not hold' : `${found.length} cannot be told apart, as some have no verdict`} ${code}`,
        ]),
  ].join('\n')
}

/** Rounded down: nothing is certain. */
const percent = (share: number): string => (Math.floor(share * 1000) / 10).toFixed(1)

/** A commit that was tried, in a line. */
export const triedLine = ({ commit, subject, state, votes, why }: TriedCommit): string =>
  `${state.padEnd(4)}  ${commit.slice(0, 12)} ${subject}${why === '' ? `, ${votes.same} of ${votes.of} votes` : `: ${why}`}`
