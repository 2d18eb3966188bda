import { exitCodes } from '../judge/result.js'
import { describe } from '../suite/describe.js'
import {
  type Fuzzed,
  type FuzzedMinutes,
  type FuzzResult,
  type Reasons,
  type ReproducedFinding,
  shareOf,
  sumOf,
} from './fuzz-result.js'
import { plural } from './plural.js'

/** As a person reads it: a section for each kernel, and the verdict in the last line. */
export function fuzzText(result: FuzzResult): string {
  const { kernels, unavailable, divergences, seed } = result
  return [
    ...kernels.map(one =>
      section(
        one,
        divergences.filter(({ kernel }) => kernel === one.ref),
        seed,
      ),
    ),
    ...unavailable.map(({ ref, code, why }) => `${ref}: ${code}: ${why}`),
    fuzzVerdict(result),
  ].join('\n\n')
}

function section(one: Fuzzed, findings: readonly ReproducedFinding[], seed: number): string {
  const { ref, release, notes, programs, seconds, spent, minutes, covered, missing } = one
  const rate = seconds.fuzz === 0 ? 0 : Math.round(programs / seconds.fuzz)
  return [
    `${ref}  ${release}`,
    ...notes.map(note => `  note: ${note}`),
    `  programs  ${programs} in ${Math.round(seconds.fuzz)} s, ${rate} a second, with seed ${seed}`,
    `  judged    ${judged(one)}`,
    ...reasons('unjudged', one.unjudged, programs),
    ...reasons('unanswered', one.unanswered, programs),
    `  silent    ${silent(one)}`,
    ...misfitText(one),
    `  host      ${spentText(spent)}`,
    ...(minutes === undefined ? [] : minutesText(minutes)),
    ...(covered.corpus === 0
      ? []
      : [
          `  covered   ${covered.clauses} clauses, ${covered.pairs} pairs of them, by ${covered.corpus} programs that are kept`,
        ]),
    ...(one.reached === undefined ? [] : [reachedText(one.reached)]),
    `  findings  ${findings.length}`,
    ...findings.flatMap(findingText),
    ...missing.map(why => `  missing   ${why}`),
  ].join('\n')
}

/** The last line: the verdict in words, and the exit code. */
export const fuzzVerdict = (result: FuzzResult): string =>
  `${describeVerdict(result)} (exit code ${exitCodes[result.verdict]})`

function describeVerdict({ verdict, kernels, unavailable, divergences }: FuzzResult): string {
  switch (verdict) {
    case 'agree':
      return 'Nothing was found'
    case 'diverge':
      return `Kernel and model differ: ${plural(divergences.length, 'finding')}`
    case 'incomplete':
      return `No verdict: ${[
        ...kernels
          .filter(one => one.verdict === 'incomplete')
          .map(({ ref }) => `${ref} lacks what is told above`),
        ...unavailable.map(({ ref }) => `${ref} was not fuzzed`),
      ].join(', ')}`
  }
}

const judged = ({ agreed, known, diverged, silent }: Fuzzed): string =>
  `${agreed} agree, ${known} known, ${diverged} differ, ${silent} agree as far as the model speaks`

/** Which calls could not be made where they stood; nothing if there are none. */
function misfitText({ misfits }: Fuzzed): readonly string[] {
  const all = Object.entries(misfits)
  const sum = sumOf(misfits)
  return sum === 0
    ? []
    : [`  left out  ${plural(sum, 'call')} that cannot be made where they stand: ${mostOf(all)}`]
}

/** The first ones, which most are of. */
function mostOf(all: readonly (readonly [why: string, count: number])[]): string {
  const most = all.slice(0, 3).map(([why, count]) => `${count} ${why}`)
  return `${most.join(', ')}${all.length > most.length ? ', …' : ''}`
}

function silent({ unmodelled, silences, programs }: Fuzzed): string {
  const all = Object.entries(silences)
  if (all.length === 0) return 'none, as the model speaks of each program to its end'
  const cut = sumOf(silences) - unmodelled
  const share = unmodelled === 0 ? '' : `, ${percent(unmodelled / (programs + unmodelled))}`
  return `${plural(unmodelled, 'program')} not run${share}, and ${cut} only up to where the model says nothing: ${mostOf(all)}`
}

/** How many there are for which reason; nothing if there are none. */
function reasons(name: string, all: Reasons, programs: number): readonly string[] {
  const sum = sumOf(all)
  if (sum === 0) return []
  const each = Object.entries(all).map(([why, count]) => `${why} (${count})`)
  return [`  ${name.padEnd(9)} ${sum}, ${percent(sum / programs)}: ${each.join(', ')}`]
}

/** As a part of a hundred, and never 0 % of something. */
export const percent = (part: number): string => `${(100 * part).toPrecision(2)} %`

const reachedText = ({ edges, functions }: NonNullable<Fuzzed['reached']>): string =>
  `  reached   ${edges} edges of the kernel's code, in ${Object.keys(functions).length} functions (--json lists them)`

function spentText(spent: Fuzzed['spent']): string {
  const all = Object.values(spent.stages).reduce((sum, one) => sum + one, 0)
  const parts = Object.entries(spent.stages).map(
    ([stage, seconds]) => `${stage} ${Math.round((100 * seconds) / all)} %`,
  )
  return `${(100 * shareOf(spent)).toFixed(1)} % of the processors' time, of that ${parts.join(', ')}`
}

function minutesText({ first, last }: FuzzedMinutes): readonly string[] {
  const rate = (minute: FuzzedMinutes['first']): string =>
    `${Math.round(minute.programs / 60)} a second of ${(minute.ops / minute.programs).toFixed(1)} ops`
  return [
    `  goes on   ${rate(first)} in the first minute, ${rate(last)} in the last`,
    `  held      ${heldText(first)}; then ${heldText(last)}`,
  ]
}

const heldText = ({ host, descriptors, children, scratch, kernel }: FuzzedMinutes['first']): string =>
  [
    `${Math.round(host)} MB, ${descriptors} descriptors, ${plural(children, 'process').replace('processs', 'processes')} and ${Math.round(scratch)} MB of disk here`,
    ...(kernel === undefined ? [] : [`${Math.round(kernel)} MB in use in a guest`]),
  ].join(', ')

/** One finding in words, as it goes into a mail. */
export function findingText(finding: ReproducedFinding): readonly string[] {
  const {
    ops,
    step,
    observed,
    allowed,
    clause,
    why,
    cite,
    law,
    programs,
    folder,
    kept,
    stacks = [],
  } = finding
  const broken = observed === 'law broken' ? `: each outcome is allowed, and together they break ${law}` : ''
  return [
    '',
    `  ${observed}${broken}${allowed.length === 0 ? '' : `, allowed only ${allowed.join(' | ')}`} (${plural(programs, 'program')}${often(finding)})`,
    ...ops.map((op, index) => `  ${index === step ? '>' : ' '} ${index}  ${describe(op)}`),
    ...stacks.map(stack => `    stack of ${stack}`),
    ...(clause === '' ? [] : [`    ${clause}: ${why} (${cite})`]),
    `    drawn from ${law}; left in ${folder}; ${kept}`,
    `    replay: ${finding.replay}`,
  ]
}

function often({ replayed, replays }: ReproducedFinding): string {
  if (replays === 0) return ', not run again'
  return replayed === replays ? '' : `, flaky: ${replayed} of ${replays} replays gave it again`
}
