import { readText } from '../../shared/text-file.js'
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
    const { explained, describeStep } = await import('../../suite/explain.js')
    const { targetCalled } = await import('../../guest/target-spec.js')
    const program = readProgram(await readText(file), file)
    const target = await targetCalled(options.target?.[0] ?? 'abi')
    const steps = explained(program, predicted(target, program, file))
    if (options.json) print(JSON.stringify({ abi: target.abi, errata: target.errata, steps }, null, 2))
    else
      print(
        [`ABI ${target.abi}, errata ${target.errata ?? 'unknown'}`, ...steps.map(describeStep)].join('\n'),
      )
    return 0
  },
}
