import { plural } from '../report/plural.js'
import { table } from '../report/table.js'
import type { ExportReport } from './export.js'

const fileRows = ({ files }: ExportReport): string =>
  table(
    files.map(({ path, lines, tests, variants }) => [
      ...[path, plural(lines, 'line'), plural(tests, 'test'), plural(variants, 'program')],
    ]),
  )

const leftOutRows = ({ leftOut, missed }: ExportReport): readonly string[] =>
  leftOut.map(({ why, programs, laws }) => {
    const mistakes = missed.find(one => one.why === why)?.mistakes ?? 0
    const only = mistakes === 0 ? '' : `; it takes one of them to notice ${plural(mistakes, 'mistake')} first`
    return `  ${plural(programs, 'program')} of ${plural(laws, 'law')}: ${why}${only}`
  })

/** How the tests of a tree are built and run. */
export const nextSteps = (tree: string): readonly string[] => [
  `make -C ${tree} headers_install`,
  `make -C ${tree}/tools/testing/selftests TARGETS=landlock`,
  `make -C ${tree}/tools/testing/selftests TARGETS=landlock run_tests`,
]

/** What was exported, and what not, in words. */
export function describeExport(report: ExportReport): string {
  const { programs, laws, mistakes } = report
  const { makesNone, unsaid } = report.withoutControl
  return [
    `${report.tree}: tests of Landlock for ${report.target}, seed ${report.seed}`,
    ...(report.files.length === 0 ? ['no file: no program of these can be exported'] : [fileRows(report)]),
    '',
    `programs  ${programs.exported} of ${programs.carried} that can be exported, of ${programs.all} of the suite`,
    `laws      ${laws.exported} of ${laws.all}; what the programs of the others notice these notice, too, or they are left out below`,
    `mistakes  ${mistakes.exported} of the ${mistakes.suite} that the suite notices, of ${mistakes.planted} planted into the model`,
    `sandbox   ${plural(makesNone + unsaid, 'lone program')} without the same without a sandbox: ${makesNone} make none, and of ${unsaid} the model says no one thing without it`,
    `fixes     ${plural(report.unsaid, 'program')} for the ABI of the tree on, since neither an older ABI nor an erratum tells a fix`,
    ...(report.leftOut.length === 0 ? [] : ['', 'Left out:', ...leftOutRows(report)]),
    '',
    'Build and run:',
    ...nextSteps(report.tree).map(line => `  ${line}`),
  ].join('\n')
}
