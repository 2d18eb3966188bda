import { InvalidArgumentError, Option } from 'commander'
import { formats, type Options } from './command.js'

const refs = 'debian:<suite>[/<version>], lab[/<version>][:<design>,…], the path of an image, or native'

/** Each option as commander knows it. */
export const options: Readonly<Record<keyof Options, () => Option>> = {
  kernel: () => new Option('--kernel <ref>', `the kernel: ${refs}; may be given again`).argParser(collect),
  seed: () =>
    new Option('--seed <number>', 'the seed of the programs; the same seed gives the same suite').argParser(
      seed,
    ),
  filter: () => new Option('--filter <law>', 'only the laws whose name contains this'),
  target: () =>
    new Option('--target <name>', 'a target that was probed before, such as abi-11').argParser(collect),
  suite: () => new Option('--suite <folder>', 'the suite that the log belongs to'),
  format: () => new Option('--format <format>', 'how to print the result').choices(formats),
  json: () => new Option('--json', 'print the result as JSON'),
  model: () => new Option('--model', 'mistakes in the reference model'),
  design: () => new Option('--design <name>', 'mistakes in the kernel code of this design'),
  only: () =>
    new Option('--only <mistake>', 'only this mistake of the design; may be given again').argParser(collect),
  turns: () => new Option('--turns <number>', 'how often each thing is measured').argParser(turns),
  write: () => new Option('--write', 'write the page that is kept of it'),
  yes: () => new Option('--yes', 'install without asking'),
}

const collect = (ref: string, before: readonly string[] = []): readonly string[] => [...before, ref]

function seed(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value < 2 ** 31) return value
  throw new InvalidArgumentError('A seed is a whole number from 0 to 2147483647.')
}

function turns(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Turns are a whole number from 1 to 99.')
}
