import { exitCodes } from '../../judge/result.js'
import type { Command } from '../command.js'
import { writePage } from '../page.js'
import { writerOf } from '../writer.js'

const defaultSeconds = 600

export const fuzzCommand: Command = {
  name: 'fuzz',
  summary:
    'Run ever new programs on a kernel, or on several at once, make what the model does not allow small, and keep it as a case that every run begins with. Exit code 0 if nothing was found, 1 if something was, 2 if more than one program in a thousand could not be judged, a kernel could not be had, or it was interrupted.',
  options: [
    'kernel',
    'seed',
    'law',
    'programs',
    'time',
    'atOnce',
    'keep',
    'write',
    'format',
    'output',
    'json',
    'quiet',
    'verbose',
  ],
  example: 'fuzz --kernel debian:trixie-backports --time 10m',
  async run({ options, print, progress, tell }) {
    const write = writerOf(options, print)
    const { defaultKernel, prepare } = await import('../../run/prepare.js')
    const { fuzz } = await import('../../fuzz/fuzz.js')
    const { interruptible } = await import('../../fuzz/interruption.js')
    const { formattedFuzz } = await import('../../report/formats/index.js')
    const { fuzzTable } = await import('../../report/fuzz-table.js')
    await prepare(progress, options.kernel)
    const { law, programs, time, seed = Date.now() % 2 ** 31 } = options
    const refs = [...new Set(options.kernel ?? [await defaultKernel(progress)])]
    const seconds = time ?? (programs === undefined ? defaultSeconds : undefined)
    const result = await interruptible(({ isAsked }) => {
      const limits = {
        seed,
        isInterrupted: isAsked,
        ...(law === undefined ? {} : { law }),
        ...(programs === undefined ? {} : { programs }),
        ...(seconds === undefined ? {} : { seconds }),
        ...(options.atOnce === true ? { atOnce: true } : {}),
      }
      return fuzz(refs, limits, { isKept: options.keep !== false, tell }, progress)
    })
    await write(formattedFuzz(result))
    if (options.write) await writePage('generator/fuzz/figures.md', before => fuzzTable(result, before))
    return exitCodes[result.verdict]
  },
}
