import { targetName } from '../../specs/target.js'
import { ToolError } from '../shared/error.js'
import type { SourceFile } from '../shared/folders.js'
import { programId, readCase, readDrawn } from '../suite/codec.js'
import { describe } from '../suite/describe.js'
import { predicted } from '../suite/draw.js'
import type { RegressionCase } from '../suite/suite.js'
import { notSaid, type Predicted } from './carried.js'
import { headOf, placeFiles, targetOfTree } from './export.js'
import { selftestFile } from './selftest-file.js'
import { shapesOf } from './shapes.js'
import { variantsOf } from './topic-tests.js'
import { testsFolder } from './tree.js'

/** A program of a file, to be a test of a tree. */
type ProgramOrder = {
  readonly tree: string
  readonly target: string | undefined
  readonly text: string
  /** Where the text is from. */
  readonly place: string
}

/** A program as a test of a tree, and what there is to say of it. */
type ExportedProgram = {
  readonly path: string
  readonly file: SourceFile
  /** The law that it is of, if it is told. */
  readonly law: string | undefined
  /** What it claims and why it is kept, in paragraphs. */
  readonly about: readonly string[]
}

/** What the program does and gets, a sentence for each step. */
const stepsText = ({ program, allowed }: Predicted): string =>
  `The program: ${program.ops.map((op, step) => `(${step}) ${describe(op)}: ${allowed[step]?.join(' or ')}`).join('; ')}.`

const isCase = (text: string): boolean => /"claim"\s*:/.test(text)

/** What was found, in a sentence of the past. */
function foundText({ found, ops }: RegressionCase): readonly string[] {
  if (found === undefined) return []
  const { kernel, step, observed, allowed } = found
  const op = step === null ? undefined : ops[step]
  const at = op === undefined ? '' : ` at step ${step}, ${describe(op)}`
  const only = allowed.length === 0 ? '' : `, where only ${allowed.join(' or ')} is expected`
  return [`Linux ${kernel.release} (Landlock ABI ${kernel.abi}) gave ${observed}${at}${only}.`]
}

const aboutCase = (kept: RegressionCase): readonly string[] => [
  kept.claim,
  ...foundText(kept),
  kept.why,
  kept.cite,
]

/** Writes one program, or what was found and kept, into the tests of a tree. Errors: E_PROGRAM, E_OUTSIDE, E_EXPORT for what no exported file can say. */
export async function exportProgram({
  tree,
  target: name,
  text,
  place,
}: ProgramOrder): Promise<ExportedProgram> {
  const { program, law } = readDrawn(text, place)
  const kept = isCase(text) ? readCase(text, place) : undefined
  const target = await targetOfTree(tree, name)
  const one = { program, ...predicted(target, program, place) }
  const why = notSaid(one)
  if (why !== undefined)
    throw new ToolError(
      'E_EXPORT',
      `${place} takes what exported tests do not have yet (${why}); a finding has a test that stands alone beside it, kselftest_harness_test.c.`,
    )
  const id = programId(program)
  const claim = kept?.claim ?? `What program ${id} of Landlockstep gives.`
  const about = [
    ...(kept === undefined
      ? [claim, `It is what the model allows for ${targetName(target)}.`]
      : aboutCase(kept)),
    stepsText(one),
  ]
  const file = selftestFile(
    {
      ...{ name: `case_${id}`, about: 'one program', laws: [{ name: `case-${id}`, claim }] },
      ...{ abi: target.abi, shapes: shapesOf(`case-${id}`, [variantsOf(target, one)]) },
    },
    headOf(target),
  )
  await placeFiles(tree, [file])
  return { path: `${testsFolder}/${file.path}`, file, law, about }
}
