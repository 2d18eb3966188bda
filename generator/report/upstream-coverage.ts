import { silences } from '../../specs/model/silences.js'
import { isNameOf } from '../../specs/names-of.js'
import type { Ended, UpstreamCoverage } from '../coverage/upstream/upstream-coverage.js'
import { plural } from './plural.js'

/** The figures and where they are from. */
export type UpstreamReport = UpstreamCoverage & { readonly release: string; readonly source: string }

const reason = ({ why }: Ended): string => (isNameOf(silences, why) ? silences[why].says : why)

const rows = (report: UpstreamReport): readonly (readonly [string, number])[] => [
  ['tests', report.tests],
  ['tests that are followed to their end', report.whole],
  ['steps that gave the one outcome that is allowed', report.exact],
  ['steps that gave one of several', report.several],
  ['steps that gave what is not allowed', report.contradictions.length],
  ['calls behind what is not followed', report.behind],
]

/** How far the model follows upstream's tests, as a table of its page. */
export const upstreamTable = (report: UpstreamReport): string =>
  [
    `| ${report.source} on Linux ${report.release} | |`,
    '|---|---|',
    ...rows(report).map(([what, number]) => `| ${what} | ${number} |`),
    '',
    'What keeps a test from being followed further:',
    '',
    '| what | tests | calls behind it |',
    '|---|---|---|',
    ...[
      ...report.silent.map(ended => ['the model is silent: ', ended] as const),
      ...report.unsaid.map(ended => ['no program can have it: ', ended] as const),
    ].map(([kind, ended]) => `| ${kind}${reason(ended)} | ${ended.tests} | ${ended.calls} |`),
  ].join('\n')

/** The same for a terminal, with each step that gave what is not allowed. */
export const upstreamText = (report: UpstreamReport): string =>
  [
    `${report.source} on Linux ${report.release}`,
    ...rows(report).map(([what, number]) => `${String(number).padStart(6)} ${what}`),
    ...report.silent.map(
      ended =>
        `  silent in ${plural(ended.tests, 'test')}, ${plural(ended.calls, 'call')} behind it: ${reason(ended)}`,
    ),
    ...report.unsaid.map(
      ended =>
        `  not said in ${plural(ended.tests, 'test')}, ${plural(ended.calls, 'call')} behind it: ${reason(ended)}`,
    ),
    ...report.contradictions.map(
      ({ test, step, observed, allowed }) =>
        `${test}: ${step} gave ${observed}, allowed: ${allowed.join(', ')}`,
    ),
  ].join('\n')
