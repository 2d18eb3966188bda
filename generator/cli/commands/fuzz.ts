import type { Command } from '../command.js'
import { writePage } from '../page.js'

const defaultSeconds = 600

export const fuzzCommand: Command = {
  name: 'fuzz',
  summary:
    'Run ever new programs on a kernel, or on several at once, make what the model does not allow small, and keep it as a case that every run begins with.',
  options: ['kernel', 'seed', 'law', 'programs', 'time', 'keep', 'write', 'json'],
  example: 'fuzz --kernel debian:trixie-backports --time 10m',
  async run({ options, print, progress }) {
    const { defaultKernel, prepare } = await import('../../run/prepare.js')
    const { fuzz } = await import('../../fuzz/fuzz.js')
    const { fuzzExit, fuzzTable, fuzzText } = await import('../../report/fuzz.js')
    await prepare(progress)
    const { law, programs, time, seed = Date.now() % 2 ** 31 } = options
    const refs = [...new Set(options.kernel ?? [await defaultKernel(progress)])]
    const seconds = time ?? (programs === undefined ? defaultSeconds : undefined)
    const hunt = {
      seed,
      ...(law === undefined ? {} : { law }),
      ...(programs === undefined ? {} : { programs }),
      ...(seconds === undefined ? {} : { seconds }),
    }
    const told = (ref: string) => (text: string) => progress(refs.length === 1 ? text : `${ref}: ${text}`)
    const all = await Promise.all(refs.map(ref => fuzz(ref, hunt, options.keep !== false, told(ref))))
    if (options.write) await writePage('generator/fuzz/figures.md', before => fuzzTable(all, before))
    for (const fuzzed of all) print(options.json ? JSON.stringify(fuzzed, null, 2) : fuzzText(fuzzed))
    return Math.max(...all.map(fuzzExit))
  },
}
