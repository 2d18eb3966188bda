import { type ClauseId, clauses } from '../../../specs/model/clauses.js'
import type { Prediction } from '../../../specs/model/predict.js'
import type { Program } from '../../../specs/program.js'
import { readText } from '../../shared/text-file.js'
import { describe } from '../../suite/describe.js'
import type { Command } from '../command.js'

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Tell what the model allows at each step of a program, and why; no kernel is needed.',
  argument: '<program.json>',
  options: ['target', 'json'],
  example: 'explain test/data/denied-bind.json --target abi-11',
  async run({ file, options, print }) {
    const { predicted } = await import('../../suite/draw.js')
    const { readProgram } = await import('../../suite/codec.js')
    const { targetCalled } = await import('../../guest/target-spec.js')
    const program = readProgram(await readText(file), file)
    const target = await targetCalled(options.target?.[0] ?? 'abi')
    const steps = explained(program, predicted(target, program, file))
    if (options.json) print(JSON.stringify({ abi: target.abi, errata: target.errata, steps }, null, 2))
    else print([`ABI ${target.abi}, errata ${target.errata ?? 'unknown'}`, ...steps.map(inWords)].join('\n'))
    return 0
  },
}

type Explained = ReturnType<typeof explained>[number]

const explained = (program: Program, { allowed, clauses: decided }: Prediction) =>
  program.ops.map((op, step) => ({
    step,
    op: describe(op),
    allowed: allowed[step] ?? [],
    clauses: (decided[step] ?? []).map((clause: ClauseId) => ({ clause, ...clauses[clause] })),
  }))

const inWords = ({ step, op, allowed, clauses }: Explained): string =>
  [
    `${String(step).padStart(2)}  ${op}`,
    `    allowed: ${allowed.join(' | ')}`,
    ...clauses.map(({ clause, says, cite }) => `    ${clause}: ${says} (${cite})`),
  ].join('\n')
