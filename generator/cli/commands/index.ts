import type { Command } from '../command.js'
import { baselineCommand } from './baseline.js'
import { benchCommand } from './bench.js'
import { bisectCommand } from './bisect.js'
import { checkCommand } from './check.js'
import { compareCommand } from './compare.js'
import { completionCommand } from './completion.js'
import { contrastCommand } from './contrast.js'
import { coverageCommand } from './coverage.js'
import { designsCommand } from './designs.js'
import { explainCommand } from './explain.js'
import { exportCommand } from './export.js'
import { fuzzCommand } from './fuzz.js'
import { generateCommand } from './generate.js'
import { judgeCommand } from './judge.js'
import { kernelsCommand } from './kernels.js'
import { manCommand } from './man.js'
import { matrixCommand } from './matrix.js'
import { mutateCommand } from './mutate.js'
import { nativeCommand } from './native.js'
import { newCommand } from './new.js'
import { rejudgeCommand } from './rejudge.js'
import { replayCommand } from './replay.js'
import { reportCommand } from './report.js'
import { routesCommand } from './routes.js'
import { runCommand } from './run.js'
import { scenariosCommand } from './scenarios.js'
import { serveCommand } from './serve.js'
import { setupCommand } from './setup.js'
import { uapiCommand } from './uapi.js'
import { workerCommand } from './worker.js'

/** Every command, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  setupCommand,
  kernelsCommand,
  generateCommand,
  runCommand,
  nativeCommand,
  rejudgeCommand,
  reportCommand,
  baselineCommand,
  judgeCommand,
  bisectCommand,
  compareCommand,
  matrixCommand,
  routesCommand,
  replayCommand,
  explainCommand,
  coverageCommand,
  newCommand,
  checkCommand,
  contrastCommand,
  designsCommand,
  scenariosCommand,
  mutateCommand,
  fuzzCommand,
  benchCommand,
  exportCommand,
  serveCommand,
  workerCommand,
  uapiCommand,
  completionCommand,
  manCommand,
]
