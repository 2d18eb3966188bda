import { shown } from '../../shared/paths.js'
import { choiceOf } from '../choice.js'
import type { Command } from '../command.js'

export const generateCommand: Command = {
  name: 'generate',
  summary: 'Write a suite, for what a kernel reports or for a target that was probed before.',
  options: ['target', 'kernel', 'seed', 'filter', 'json'],
  example: 'generate --target abi-11',
  async run({ options, print, progress }) {
    const { defaultKernel, prepare } = await import('../../run/prepare.js')
    const { generate } = await import('../../run/generate.js')
    const { storedTarget } = await import('../../guest/probe.js')
    const [first] = options.kernel ?? []
    const [name] = options.target ?? []
    if (name === undefined) await prepare(progress, options.kernel)
    const of =
      name === undefined
        ? { ref: first ?? (await defaultKernel(progress)) }
        : { target: (await storedTarget(name)).target }
    const { folder, suite } = await generate(of, choiceOf(options), progress)
    const { tests, laws, seed, target } = suite
    const record = {
      folder: shown(folder),
      programs: tests.length,
      laws: laws.length,
      seed,
      abi: target.abi,
      errata: target.errata,
    }
    print(
      options.json
        ? JSON.stringify(record, null, 2)
        : `${tests.length} programs of ${laws.length} laws for ABI ${target.abi}, errata ${target.errata ?? 'unknown'}, seed ${seed}: ${record.folder}`,
    )
    return 0
  },
}
