import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Command as Cli, CommanderError } from 'commander'
import { cleanUp } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { killAll } from '../shared/exec.js'
import { hearNotes } from '../shared/notes.js'
import { display } from '../shared/progress.js'
import type { Command, Options } from './command.js'
import { commands } from './commands/index.js'
import { options } from './options.js'

/** What exits when we could not do it, or were not told well what to do. */
const exitTool = 2

const { show, stop } = display(process.stderr)

hearNotes(text => {
  stop()
  process.stderr.write(`note: ${text}\n`)
})

/** argv → command → exit code. */
async function main(argv: readonly string[]): Promise<number> {
  let code = 0
  const cli = program(async (command, files, values) => {
    code = await command.run({
      file: files[0] ?? '',
      files,
      options: values,
      print,
      progress: show,
      tell,
      ask,
    })
  })
  const [first = ''] = argv
  const named = first !== '' && (!first.startsWith('-') || /^(-h|--help|-V|--version)$/.test(first))
  await cli.parseAsync(named ? argv : ['run', ...argv], { from: 'user' })
  return code
}

type Action = (command: Command, files: readonly string[], values: Options) => Promise<void>

function program(action: Action): Cli {
  const cli = new Cli('landlockstep')
    .description("Kernel and model in lockstep: is a kernel's Landlock what the specs say?")
    .version(version(), '-V, --version')
    .showHelpAfterError('(landlockstep --help lists what there is)')
    .addHelpText(
      'after',
      '\nWithout a command, run. Exit codes: 0 agree, 1 diverge, 2 no verdict, or a tool or usage error.',
    )
    .exitOverride()
  for (const command of commands) add(cli, command, action)
  return cli
}

function add(cli: Cli, command: Command, action: Action): void {
  const sub = cli
    .command(command.name)
    .description(command.summary)
    .addHelpText('after', `\nExample:\n  $ landlockstep ${command.example}`)
  for (const argument of command.argument?.match(/<.*?>|\[.*?\]/g) ?? []) sub.argument(argument)
  for (const name of command.options) sub.addOption(options[name]())
  sub.action(async () => action(command, sub.args, sub.opts<Options>()))
}

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string })
    .version

function print(text: string): void {
  stop()
  process.stdout.write(`${text}\n`)
}

function tell(text: string): void {
  stop()
  process.stderr.write(`${text}\n`)
}

async function ask(question: string): Promise<boolean> {
  stop()
  if (!process.stdin.isTTY) return false
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim())
  } finally {
    lines.close()
  }
}

/** Tells what went wrong, and the code to exit with. */
function report(error: unknown): number {
  stop()
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitTool
  const text = error instanceof ToolError ? told(error) : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`${text}\n`)
  return exitTool
}

const told = ({ code, message, output }: ToolError): string =>
  [
    `landlockstep: ${code}: ${message}`,
    ...output
      .trimEnd()
      .split('\n')
      .filter(Boolean)
      .map(line => `  ${line}`),
  ].join('\n')

let ending = false

async function interrupted(code: number): Promise<void> {
  if (ending) return
  ending = true
  stop()
  await killAll()
  // What is written meanwhile is removed at the exit.
  await cleanUp().catch(() => {})
  process.exit(code)
}

process.on('SIGINT', () => void interrupted(130))
process.on('SIGTERM', () => void interrupted(143))
process.stdout.on('error', () => process.exit(exitTool))

main(process.argv.slice(2)).then(
  code => {
    stop()
    process.exitCode = code
  },
  error => {
    if (!ending) process.exitCode = report(error)
  },
)
