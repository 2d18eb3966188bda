import type { Result } from '../judge/result.js'
import type { CommandOptions, Context } from './command.js'
import { writerOf } from './writer.js'

/** Prints and writes a result as the options ask for, with a table behind what is text for people. Errors: E_USAGE at once, E_DISK later. */
export function reporterOf(
  options: CommandOptions,
  print: Context['print'],
): (result: Result, table?: string) => Promise<void> {
  const write = writerOf(options, print)
  return async (result, table) => {
    const { formatted } = await import('../report/formats/index.js')
    const textOf = formatted(result)
    await write(format =>
      format === 'pretty' && table !== undefined ? `${textOf(format)}\n${table}\n` : textOf(format),
    )
  }
}
