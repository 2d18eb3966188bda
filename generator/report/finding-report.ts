import { describe, wrap } from '../suite/describe.js'
import type { CaseOrigin, Law, RegressionCase } from '../suite/suite.js'

/** What is left of a finding, for those who tell it in words. */
export type FindingReport = {
  readonly id: string
  readonly kept: RegressionCase & { readonly found: CaseOrigin }
  /** The law that the program was drawn from. */
  readonly law: Law
  /** What the clause says that decided. */
  readonly says: string
  /** What each op does, as a sentence. */
  readonly sentences: readonly string[]
  /** Where it all lies, and the command that replays it there. */
  readonly folder: string
  readonly replay: string
  /** What the saved run of its kselftest gave. */
  readonly run: string
}

/** What differs, in a sentence. */
export function differs({ kept: { found, ops }, law }: Pick<FindingReport, 'kept' | 'law'>): string {
  const { step, observed, allowed, outcomes } = found
  if (observed === 'law broken')
    return `The outcomes ${found.outcomes.join(', ')} are each allowed by the model, and together they break the law ${law.name}: ${law.claim}`
  const op = step === null ? undefined : ops[step]
  if (op === undefined) return `The kernel did not survive the program: ${observed}.`
  const call = `Step ${step}, ${describe(op)},`
  if (observed === 'STUCK') return `${call} did not return, where only ${allowed.join(' or ')} is expected.`
  if (step !== null && outcomes[step] === undefined) return `${call} did not come to its end: ${observed}.`
  return `${call} gave ${observed}, where only ${allowed.join(' or ')} is expected.`
}

/** Why a case is kept that the fuzzer found: nobody knows yet, and this is what to write instead. */
export const unexplainedText = (report: Pick<FindingReport, 'kept' | 'law'>): string =>
  `Nobody has explained this yet. On ${report.kept.found.kernel.release}: ${differs(report)} Find out from the documentation, the kernel's source or the list which of the two is right, and write that here, and in cite where it stands. Then correct the model, or add the difference to specs/known.`

/** The kernel, as a reader of the list knows it. */
const kernelOf = ({ kernel: { release, ref, abi, errata, designs } }: CaseOrigin): string =>
  `${release} (${[ref, `Landlock ABI ${abi}`, `errata ${errata ?? 'unknown'}`, ...designs].join(', ')})`

const clauseOf = ({ kept: { found, cite }, says, law }: FindingReport): string => {
  if (found.observed === 'law broken') return `The law stands in ${law.place}.`
  return says === '' ? '' : `"${says}" (clause ${found.clause}; ${cite})`
}

const often = ({ replayed, replays, programs, seed, law }: CaseOrigin): string =>
  `It came back in ${replayed} of ${replays} runs in a fresh guest${replayed === replays ? '' : ', so it is flaky'}. Of the programs drawn with seed ${seed}, ${programs === 1 ? 'this one' : `${programs}`} showed it; it is of the law ${law}.`

const build = 'gcc -static -o reproducer reproducer.c && ./reproducer'

/** What a C file says of itself at its top, a paragraph each. */
export const findingHeader = (report: FindingReport, command: readonly string[]): readonly string[] =>
  [
    `Case ${report.id}, found on ${kernelOf(report.kept.found)}.`,
    differs(report),
    clauseOf(report),
    ...command,
  ].filter(text => text !== '')

/** How the reproducer is built, and what it exits with. */
export const howToBuild: readonly string[] = [
  `Build and run: ${build}`,
  'Exits with 1 if the kernel does what was found, with 0 if it does not, and with 4 if that cannot be told, because an earlier step gave what is not expected.',
]

/** How the test of the harness gets into a kernel tree. */
export const howToPlace = (name: string): readonly string[] => [
  `A test for tools/testing/selftests/landlock, as ${name}; it needs root, as the tests there do.`,
]

/** Where threads were in the kernel, a function on each line, as kernel developers read it. */
const stackText = ({ stacks = [] }: CaseOrigin): readonly string[] =>
  stacks.flatMap(stack => [
    '',
    ...stack.split(/(?<=:) | (?=\S+\+0x)/).map((part, at) => (at === 0 ? part : `  ${part}`)),
  ])

/** A paragraph for a mail to the list. */
export function mail(report: FindingReport): string {
  const { kept, sentences, replay } = report
  const does = sentences.map(one => `${one.charAt(0).toLowerCase()}${one.slice(1).replace(/\.$/, '')}`)
  const words = [
    `On ${kernelOf(kept.found)}, a program does this:`,
    `${does.map((one, step) => `(${step}) ${one}`).join('; ')}.`,
    differs(report),
    clauseOf(report),
    often(kept.found),
    `To replay it: ${replay}; without Landlockstep, by the attached reproducer.c: ${build}.`,
  ]
  const paragraph = wrap(words.filter(text => text !== '').join(' '), 72)
  return `${[...paragraph, ...stackText(kept.found)].join('\n')}\n`
}

/** The page of a finding's folder. */
export function folderPage(report: FindingReport): string {
  const { id, kept, replay, run } = report
  return `# Case ${id}

${differs(report)} ${often(kept.found)}

| file | holds |
| --- | --- |
| \`mail.txt\` | the same as a paragraph for the list |
| \`case.json\` | the program, how it was found, and what it has to give; as \`specs/cases/case-${id}.json\` it is a law; \`${replay}\` |
| \`found.json\` | the program as it was drawn |
| \`reproducer.c\` | one C file that needs nothing of Landlockstep: \`${build}\` |
| \`kselftest_harness_test.c\` | the same as a \`TEST_F\` for the kernel's \`kselftest_harness.h\` |
| \`kselftest/\` | the same as a suite of Landlockstep: \`make -C kselftest && kselftest/suite\`.${kept.found.observed === 'law broken' ? ' It passes: each outcome is allowed, and the law is judged by `replay` and `diff`.' : ''} |
| \`run/\` | the bundle of a run of that suite in a fresh guest, which ${run}; \`npx landlockstep rejudge ${report.folder}/run\` |
| \`console.log\` | what the kernel of the guest said that showed it |
${kept.found.stacks === undefined ? '' : `\nWhere its threads were in the kernel:\n\n\`\`\`${stackText(kept.found).join('\n')}\n\`\`\`\n`}`
}
