import { Command as Cli, CommanderError } from 'commander'
import { hearDetails } from '../shared/details.js'
import { hearNotes, note } from '../shared/notes.js'
import { specsNotes } from '../shared/paths.js'
import { inLines } from '../shared/printable.js'
import { version } from '../shared/version.js'
import { about, endings } from './about.js'
import type { Command, CommandOptions } from './command.js'
import { commands } from './commands/index.js'
import { exitTool, exitWith } from './exit.js'
import { endOnSignals, isEnding } from './interrupt.js'
import { options, optionsOf } from './options.js'
import { ask, print, progress, tell, tellError, writeError } from './output.js'

/** argv → command → exit code. */
async function main(argv: readonly string[]): Promise<number> {
  let code = 0
  const cli = program(async (command, files, values) => {
    const file = files[0] ?? ''
    if (values.verbose === true) hearDetails(text => tell(inLines(text)))
    code = await command.run({
      file,
      files,
      options: values,
      print,
      progress: values.quiet === true ? () => {} : progress,
      tell,
      ask,
      commands,
    })
  })
  const [first = ''] = argv
  const named = first !== '' && (!first.startsWith('-') || /^(-h|--help|-V|--version)$/.test(first))
  try {
    await cli.parseAsync(named ? argv : ['run', ...argv], { from: 'user' })
  } catch (error) {
    // It has told what is wrong, or what was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitTool
    throw error
  }
  return code
}

type RunCommand = (command: Command, files: readonly string[], values: CommandOptions) => Promise<void>

function program(action: RunCommand): Cli {
  const cli = new Cli('landlockstep')
    .description(about)
    .version(version(), '-V, --version')
    .showHelpAfterError('(landlockstep --help lists what there is)')
    .addHelpText('after', `\n${endings}`)
    .configureOutput({ writeErr: writeError })
    .exitOverride()
  for (const command of commands)
    for (const name of [command.name, command.formerly ?? []].flat()) add(cli, command, name, action)
  return cli
}

function add(cli: Cli, command: Command, name: string, action: RunCommand): void {
  const sub = cli
    .command(name, { hidden: name !== command.name })
    .description(command.summary)
    .addHelpText('after', `\nExample:\n  $ landlockstep ${command.example}`)
  for (const argument of command.argument?.match(/<.*?>|\[.*?\]/g) ?? []) sub.argument(argument)
  for (const name of optionsOf(command)) sub.addOption(options[name]())
  sub.action(async () => action(command, sub.args, sub.opts<CommandOptions>()))
}

hearNotes(text => tell(`note: ${text}`))
endOnSignals()
for (const text of specsNotes()) note(text)
try {
  exitWith(await main(process.argv.slice(2)))
} catch (error) {
  if (!isEnding()) tellError(error)
}
