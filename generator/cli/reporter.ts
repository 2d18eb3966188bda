import type { Result } from '../judge/result.js'
import type { Context, Options } from './command.js'
import { writerOf } from './writer.js'

/** Prints and writes a result as the options ask for. Errors: E_USAGE at once, E_DISK later. */
export function reporterOf(options: Options, print: Context['print']): (result: Result) => Promise<void> {
  const write = writerOf(options, print)
  return async result => {
    const { formatted } = await import('../report/formats/index.js')
    await write(formatted(result))
  }
}
