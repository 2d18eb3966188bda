import type { GridCoverage, Spoken } from '../coverage/grid-coverage.js'

const share = (part: number, { calls }: Spoken): string => `${((100 * part) / calls).toFixed(1)} %`

const row = (name: string, spoken: Spoken): string =>
  `| ${name} | ${spoken.calls} | ${spoken.silent} (${share(spoken.silent, spoken)}) | ${spoken.several} (${share(spoken.several, spoken)}) |`

const drawnWords = ({ programs, silent }: GridCoverage['drawn']): string =>
  `Of ${programs} programs that are drawn call by call it does not speak to the end of ${silent} (${((100 * silent) / programs).toFixed(1)} %)`

/** What the model says of the calls of the grid, as a table of its page. */
export const gridTable = ({ kinds, all, gaps, drawn }: GridCoverage): string =>
  [
    '| sockets | calls | silent | several outcomes |',
    '|---|---|---|---|',
    ...kinds.map(({ kind, ...spoken }) => row(kind, spoken)),
    row('all', all),
    ...(gaps.length === 0 ? [] : ['', 'It is silent about:', '']),
    ...gaps.map(({ kind, state, silent, calls }) => `- ${kind}, ${state}: ${silent} of ${calls} calls`),
    '',
    `${drawnWords(drawn)}.`,
  ].join('\n')

/** The same for a terminal. */
export const gridText = ({ kinds, all, gaps, drawn }: GridCoverage): string =>
  [
    ...[...kinds, { kind: 'all', ...all }].map(
      ({ kind, ...spoken }) =>
        `${kind.padEnd(26)} ${String(spoken.calls).padStart(5)} calls  ${share(spoken.silent, spoken).padStart(7)} silent  ${share(spoken.several, spoken).padStart(7)} with several outcomes`,
    ),
    ...gaps.map(
      ({ kind, state, silent, calls }) => `  silent: ${kind}, ${state}: ${silent} of ${calls} calls`,
    ),
    drawnWords(drawn),
  ].join('\n')
