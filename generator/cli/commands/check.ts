import type { Command } from '../command.js'

export const checkCommand: Command = {
  name: 'check',
  summary:
    'Try the laws on the model, on which each has to hold, and on the wrong model of each, on which it has to fail; no kernel is needed. Exit code 0 if all do, 1 if not.',
  options: ['target', 'seed', 'filter', 'json'],
  example: 'check --specs my-specs --target abi-12',
  async run({ options, print, progress }) {
    const { tryLaws } = await import('../../judge/check-laws.js')
    const { targetCalled } = await import('../../guest/target-spec.js')
    const { choiceOf } = await import('../choice.js')
    const { lawCheckText } = await import('../../report/law-check.js')
    const { seed, filter } = choiceOf(options)
    const target = await targetCalled(options.target?.[0] ?? 'abi')
    progress('trying the laws on the model')
    const check = await tryLaws(target, seed, filter)
    print(options.json ? JSON.stringify(check, null, 2) : lawCheckText(check, target))
    return check.wrong.length === 0 ? 0 : 1
  },
}
