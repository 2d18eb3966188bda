import { type Bisection, bisectionCodes, type TriedCommit } from './bisection-result.js'

/** A bisection as text for people, the verdict in the last line. */
export function bisectionText(bisection: Bisection): string {
  const { verdict, tree, found, tried, verified } = bisection
  const first = verdict === 'found' ? 'first bad commit' : 'one of these'
  return [
    tree,
    ...tried.map(triedLine),
    '',
    ...verified.map(verifiedLine),
    ...(verified.length === 0 ? [] : ['']),
    ...found.map(({ commit, subject }) => `${first}: ${commit} ${subject}`),
    bisectionVerdict(bisection),
  ].join('\n')
}

const verifiedLine = ({ what, holds, why }: Bisection['verified'][number]): string =>
  `${holds === null ? 'UNKNOWN' : holds ? 'PASS' : 'FAIL'}  ${what}${why === '' ? '' : `: ${why}`}`

/** The verdict in a line. */
export function bisectionVerdict({ verdict, found, confidence }: Bisection): string {
  const code = `(exit code ${bisectionCodes[verdict]})`
  if (verdict === 'found') return `Found with a confidence of ${percent(confidence)} % ${code}`
  const why =
    found.length > 1
      ? `${found.length} cannot be told apart, as some have no verdict`
      : 'what was found does not hold when it is asked again'
  return `No single commit was found: ${why} ${code}`
}

/** Rounded down: nothing is certain. */
const percent = (share: number): string => (Math.floor(share * 1000) / 10).toFixed(1)

/** A commit that was tried, in a line. */
export const triedLine = ({ commit, subject, state, votes, why }: TriedCommit): string =>
  `${state.padEnd(4)}  ${commit.slice(0, 12)} ${subject}${why === '' ? `, ${votes.same} of ${votes.of} votes` : `: ${why}`}`
