import type { Command } from './command.js'

const defaultSeconds = 600

export const fuzzCommand: Command = {
  name: 'fuzz',
  summary:
    'Run ever new programs on a kernel, make what the model does not allow small, and keep it as a case that every run begins with.',
  options: ['kernel', 'seed', 'law', 'programs', 'time', 'keep', 'json'],
  example: 'fuzz --kernel debian:trixie-backports --time 10m',
  async run({ options, print, progress }) {
    const { defaultKernel, fuzz, prepare } = await import('../pipeline.js')
    const { fuzzExit, fuzzText } = await import('../report/fuzz.js')
    await prepare(progress)
    const { law, programs, time, seed = Date.now() % 2 ** 31 } = options
    const ref = options.kernel?.[0] ?? (await defaultKernel(progress))
    const seconds = time ?? (programs === undefined ? defaultSeconds : undefined)
    const hunt = {
      seed,
      ...(law === undefined ? {} : { law }),
      ...(programs === undefined ? {} : { programs }),
      ...(seconds === undefined ? {} : { seconds }),
    }
    const fuzzed = await fuzz(ref, hunt, options.keep !== false, progress)
    print(options.json ? JSON.stringify(fuzzed, null, 2) : fuzzText(fuzzed))
    return fuzzExit(fuzzed)
  },
}
