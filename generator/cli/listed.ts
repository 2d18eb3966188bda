import type { Command } from './command.js'
import { options, optionsOf } from './options.js'

/** An option as help, completion and manual tell it. */
export type ListedOption = {
  /** `--format <format>`. */
  readonly flags: string
  /** `--format`. */
  readonly long: string
  readonly says: string
  /** What it may be, if that can be listed. */
  readonly choices: readonly string[]
  readonly takesValue: boolean
}

/** A command likewise. */
export type Listed = Pick<Command, 'name' | 'summary' | 'example'> & {
  readonly argument: string
  readonly options: readonly ListedOption[]
}

const help: ListedOption = {
  flags: '-h, --help',
  long: '--help',
  says: 'display help for command',
  choices: [],
  takesValue: false,
}

/** Every command with its options, as commander has them. */
export const listed = (commands: readonly Command[]): readonly Listed[] =>
  commands.map(({ name, summary, example, argument = '', options: own }) => ({
    ...{ name, summary, example, argument },
    options: [
      ...optionsOf({ options: own }).map(name => {
        const { flags, long, description, argChoices, required, optional } = options[name]()
        const takesValue = required || optional
        return { flags, long: long ?? '', says: description, choices: argChoices ?? [], takesValue }
      }),
      help,
    ],
  }))
