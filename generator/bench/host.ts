import { join } from 'node:path'
import { predict } from '../../specs/model/predict.js'
import { variables } from '../shared/environment.js'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import { writeFiles } from '../shared/folders.js'
import { packageFolder } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { compileSuite } from '../suite/build.js'
import type { Suite } from '../suite/suite.js'
import { suiteFiles } from '../suite/suite-files.js'
import { type Figure, figure } from './figure.js'

/** How many ops a suite has. */
export const opsOf = ({ tests }: Suite): number =>
  tests.reduce((sum, { program }) => sum + program.ops.length, 0)

const turnMs = 1_000
const warmUps = 3

/** How many ops a second the model predicts in this process, after it has warmed up. */
export function measurePredict(suite: Suite, turns: number, progress: Progress): Figure {
  const all = (): void => {
    for (const { program } of suite.tests) predict(suite.target, program)
  }
  progress('measuring predict')
  for (let round = 0; round < warmUps; round++) all()
  const rates = Array.from({ length: turns }, () => rateOf(all, opsOf(suite)))
  return figure({ name: 'predict', unit: 'ops/s', goal: { kind: 'least', value: 200_000 }, turns: rates })
}

function rateOf(all: () => void, ops: number): number {
  const start = performance.now()
  let done = 0
  while (performance.now() - start < turnMs) {
    all()
    done += ops
  }
  return (done / (performance.now() - start)) * 1_000
}

const entry = join(packageFolder, 'generator/cli/landlockstep.js')

/** How long the command takes that writes the default suite for a kernel that is there, from its start to its end. */
export async function measureGenerate(ref: string, turns: number, progress: Progress): Promise<Figure> {
  const seconds = await measure(turns, async turn => {
    progress(`measuring generate: ${turn} of ${turns}`)
    const { exitCode, stderr } = await exec(process.execPath, [entry, 'generate', '--kernel', ref], {
      env: variables(['CC', 'LANDLOCKSTEP_MIRROR']),
    })
    if (exitCode !== 0) {
      throw new ToolError('E_BENCH', 'The suite cannot be generated; its words are below.', {
        output: stderr,
      })
    }
  })
  return figure({
    name: 'generate the default suite',
    unit: 's',
    goal: { kind: 'most', value: 20 },
    turns: seconds,
  })
}

/** How long the compiler takes for the default suite, two jobs at a time and with nothing compiled before. */
export async function measureCompile(
  suite: Suite,
  turns: number,
  scratch: string,
  progress: Progress,
): Promise<Figure> {
  const files = suiteFiles(suite)
  const folderOf = (turn: number): string => join(scratch, `suite-${turn}`)
  for (let turn = 1; turn <= turns; turn++) await writeFiles(folderOf(turn), files.files)
  const seconds = await measure(turns, async turn => {
    progress(`measuring the compiler: ${turn} of ${turns}`)
    await compileSuite(folderOf(turn), () => {})
  })
  return figure({
    name: 'compile the default suite',
    unit: 's',
    goal: { kind: 'most', value: 30 },
    turns: seconds,
  })
}

async function measure(turns: number, work: (turn: number) => Promise<void>): Promise<readonly number[]> {
  const seconds: number[] = []
  for (let turn = 1; turn <= turns; turn++) {
    const start = performance.now()
    await work(turn)
    seconds.push((performance.now() - start) / 1_000)
  }
  return seconds
}
