import type { Target } from '../../../specs/target.js'
import {
  differs,
  type FindingReport,
  findingHeader,
  folderPage,
  howToBuild,
  howToPlace,
  mail,
  unexplainedText,
} from '../../report/finding-report.js'
import type { SourceFile } from '../../shared/folders.js'
import { specsOption } from '../../shared/paths.js'
import { writeCase } from '../../suite/codec.js'
import { suiteOf } from '../../suite/draw.js'
import { renderHarnessTest, renderReproducer, sentences } from '../../suite/render.js'
import type { CaseOrigin, Law, Suite } from '../../suite/suite.js'
import { suiteFiles } from '../../suite/suite-files.js'
import type { Finding } from './finding.js'
import { regression } from './regression.js'

const harnessTest = 'kselftest_harness_test.c'

/** The record of a finding, from which all that is left of it is written. */
export function findingReportOf(
  { test, divergence }: Finding,
  found: CaseOrigin,
  law: Law,
  { folder, run }: Pick<FindingReport, 'folder' | 'run'>,
): FindingReport {
  const { ops } = test.program
  const says = regression(test, found, law)
  const bare = { kept: { ...says, why: '', cite: citeOf(divergence, law), found, ops }, law }
  return {
    id: test.id,
    kept: { ...bare.kept, why: unexplainedText(bare) },
    law,
    says: divergence.why,
    sentences: sentences(test.program),
    folder,
    replay: `npx landlockstep replay ${folder}/case.json --kernel ${found.kernel.ref}${specsOption}`,
    run,
  }
}

function citeOf({ observed, cite }: Finding['divergence'], { place }: Law): string {
  if (observed === 'law broken') return place
  return cite === '' ? `console.log: ${observed}` : cite
}

/** A finding as a suite of its one program, under the law that it was drawn from. */
export const suiteOfFinding = ({ test }: Finding, law: Law, target: Target): Suite =>
  suiteOf(target, law, { id: test.id, program: test.program, allowed: test.allowed, clauses: test.clauses })

/** What belongs into specs/cases. A law's name is a name in C, too, which does not begin with a digit. */
export const caseFile = ({ id, kept }: FindingReport): SourceFile => ({
  path: `case-${id}.json`,
  content: writeCase(kept),
})

/** Everything that is left of a finding but for its saved run, relative to its folder. */
export function findingFiles(report: FindingReport, finding: Finding, target: Target): readonly SourceFile[] {
  const { kept, law } = report
  const isBroken = kept.found.observed === 'law broken'
  const described = isBroken ? { ...law, claim: differs(report) } : law
  const kselftest = suiteFiles(suiteOfFinding(finding, described, target)).files
  return [
    { path: 'README.md', content: folderPage(report) },
    { path: 'mail.txt', content: mail(report) },
    { path: 'case.json', content: writeCase(kept) },
    ...aloneFiles(report, finding, target),
    ...kselftest.map(({ path, content }) => ({ path: `kselftest/${path}`, content })),
    { path: 'console.log', content: finding.console },
  ]
}

function aloneFiles(
  report: FindingReport,
  { test, outcomes, divergence }: Finding,
  target: Target,
): readonly SourceFile[] {
  const { step, observed } = divergence
  const one = { test, target, name: `case_${report.id}`, step, observed, outcomes }
  return [
    { path: 'reproducer.c', content: renderReproducer({ ...one, about: findingHeader(report, howToBuild) }) },
    {
      path: harnessTest,
      content: renderHarnessTest({ ...one, about: findingHeader(report, howToPlace(harnessTest)) }),
    },
  ]
}
