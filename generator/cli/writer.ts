import { resolve } from 'node:path'
import { type Format, formatNames } from '../report/formats/names.js'
import { ToolError } from '../shared/error.js'
import type { CommandOptions, Context } from './command.js'

/** Prints and writes what is given for each format that is asked for. Error: E_DISK. */
export type Write = (textOf: (format: Format) => string) => Promise<void>

/**
 * Writes what the options ask for: one format on stdout, first, and others into files, each whole. What is wrong with what is asked for is told at
 * once. Error: E_USAGE.
 */
export function writerOf(
  options: Pick<CommandOptions, 'format' | 'output' | 'json' | 'quiet'>,
  print: Context['print'],
): Write {
  const outputs = (options.output ?? []).map(parse)
  const files = outputs.filter(({ path }) => path !== '-')
  checkOnce(files)
  const onStdout = stdoutFormat(options, outputs)
  return async textOf => {
    const text = textOf(onStdout).replace(/\n$/, '')
    // The last line has the verdict.
    print(options.quiet === true && onStdout === 'pretty' ? (text.split('\n').at(-1) ?? '') : text)
    if (files.length === 0) return
    const { writeNamed } = await import('../shared/write-named.js')
    for (const { format, path } of files) await writeNamed(path, ended(textOf(format)))
  }
}

type ReportFile = { readonly format: Format; readonly path: string }

function parse(text: string): ReportFile {
  const [, name, path = ''] = /^([^=]*)=(.+)$/s.exec(text) ?? []
  const format = formatNames.find(one => one === name)
  if (format !== undefined) return { format, path }
  const names = formatNames.join(', ')
  throw usage(`--output takes FORMAT=FILE, the format one of ${names}, and not ${JSON.stringify(text)}`)
}

function checkOnce(files: readonly ReportFile[]): void {
  const paths = files.map(({ path }) => resolve(path))
  const twice = files.find((_, index) => paths.indexOf(paths[index] ?? '') !== index)
  if (twice !== undefined) throw usage(`${twice.path} cannot have two formats: name another file`)
}

function stdoutFormat({ format, json }: CommandOptions, outputs: readonly ReportFile[]): Format {
  const asked = [
    ...(json === true ? (['json'] as const) : []),
    ...(format === undefined ? [] : [format]),
    ...outputs.filter(({ path }) => path === '-').map(one => one.format),
  ]
  const [first = 'pretty', second] = new Set(asked)
  if (second === undefined) return first
  throw usage(`stdout can have one format, and not both ${first} and ${second}: write the other into a file`)
}

const usage = (what: string): ToolError => new ToolError('E_USAGE', `${what}.`)

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)
