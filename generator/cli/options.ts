import { InvalidArgumentError, Option } from 'commander'
import { isNameOf } from '../../specs/names-of.js'
import { formatNames } from '../report/formats/names.js'
import { type ArchName, archNames, parseArch } from '../shared/arch.js'
import type { Shard } from '../suite/part.js'
import type { Command, CommandOptions, ListenAddress } from './command.js'

const refs =
  'debian:<suite>[/<version>][@<arch>[+<arch of programs>]], lab[/<version>][@<arch>][+<instrument>…][:<design>,…], tree:<folder>[@<commit>][,arch=<arch>], the path of an image, or native'

/** Each option as commander knows it. */
export const options: Readonly<Record<keyof CommandOptions, () => Option>> = {
  kernel: () => new Option('--kernel <ref>', `the kernel: ${refs}; may be given again`).argParser(collect),
  tree: () => new Option('--tree <folder>', 'the kernel tree; nothing is written to it'),
  range: () => new Option('--range <base>..<tip>', 'the commits of the tree to judge'),
  base: () =>
    new Option('--base <commit>', 'what the mails are for, if they do not name it, or the files in them'),
  config: () =>
    new Option('--config <file>', 'the configuration of a kernel tree; without it that of a lab kernel'),
  cc: () => new Option('--cc <compiler>', 'what builds a kernel tree: gcc or clang; without it $CC, or gcc'),
  instruments: () =>
    new Option(
      '--instruments <names>',
      'what watches a kernel tree, such as kasan,lockdep: what it reports is a finding',
    ),
  check: () =>
    new Option(
      '--check',
      'print what b4 takes of a check command, and take the patches of a part of a series',
    ),
  built: () =>
    new Option(
      '--built',
      'judge what is built in $O of the commit that is checked out, and leave $O/landlockstep-<commit>.json',
    ).conflicts(['range', 'check', 'base', 'config', 'cc', 'instruments', 'arch']),
  good: () => new Option('--good <commit>', 'where it is as it should be'),
  bad: () => new Option('--bad <commit>', 'where it is not'),
  program: () => new Option('--program <file>', 'the program that tells good from bad'),
  step: () =>
    new Option(
      '--step',
      'judge the tree as it is, by exit codes for `git bisect run`: 0, 1, and 125 for no verdict',
    ),
  seed: () =>
    new Option('--seed <number>', 'the seed of the programs; the same seed gives the same suite').argParser(
      seed,
    ),
  filter: () => new Option('--filter <law>', 'only the laws whose name contains this'),
  target: () =>
    new Option('--target <name>', 'a target that was probed before, such as abi-11').argParser(collect),
  suite: () => new Option('--suite <folder>', 'the suite that the log belongs to'),
  format: () => new Option('--format <format>', 'how to print the result').choices(formatNames),
  output: () =>
    new Option(
      '--output <format=file>',
      `also write the result into a file, or to stdout as -; ${formatNames.join(', ')}; may be given again`,
    ).argParser(collect),
  quiet: () => new Option('--quiet', 'tell nothing but the verdict, in one line, and what goes wrong'),
  verbose: () =>
    new Option(
      '--verbose',
      'also tell what is run and what it takes: command lines, stages, the cache',
    ).conflicts('quiet'),
  observe: () =>
    new Option(
      '--observe',
      'run the program to its end also where the model says nothing, and print what the kernel answers there',
    ).conflicts(['json', 'format', 'output']),
  json: () => new Option('--json', 'print the result as JSON'),
  model: () => new Option('--model', 'mistakes in the reference model'),
  upstream: () => new Option('--upstream', "upstream's own tests, watched on a kernel"),
  sentences: () => new Option('--sentences', 'the sentences of the documentation'),
  design: () =>
    new Option(
      '--design <name>',
      'this design, with what is chosen of it in brackets: what a kernel implements, whatever its guest finds, or whose code is to have mistakes',
    ),
  landlock: () => new Option('--landlock', 'mistakes in Landlock itself, which new programs have to find'),
  fixes: () => new Option('--fixes', 'fixes taken out of Landlock again, each of which a run has to miss'),
  byteOrder: () =>
    new Option('--byte-order', 'mistakes in Landlock that only show where the highest byte comes first'),
  only: () =>
    new Option(
      '--only <name>',
      'only this mistake, this file of the model or this figure; may be given again',
    ).argParser(collect),
  turns: () => new Option('--turns <number>', 'how often each thing is measured').argParser(turns),
  executor: () => new Option('--executor', 'only how fast fuzz and its executor are, beside a bare loop'),
  write: () => new Option('--write', 'write the page that is kept of it'),
  law: () => new Option('--law <law>', 'only programs of laws whose name contains this'),
  kselftest: () =>
    new Option('--kselftest <tree>', 'the kernel tree whose tests of Landlock are to have these, too'),
  patch: () =>
    new Option('--patch <file>', 'also write them as a mail, as git format-patch does; git am takes it'),
  programs: () => new Option('--programs <number>', 'stop after so many programs').argParser(programs),
  time: () => new Option('--time <time>', 'stop after so long, such as 90s, 10m or 2h').argParser(time),
  atOnce: () =>
    new Option('--at-once', 'have two calls of each program begin at the same time, by two processes'),
  baseline: () =>
    new Option(
      '--baseline <file>',
      'what is expected to fail, YAML or JSON; expired or no longer true, it fails',
    ),
  retries: () =>
    new Option(
      '--retries <number>',
      'in so many fresh guests runs again what diverged or was lost; 3 unless it is given',
    ).argParser(retries),
  stopAfter: () =>
    new Option(
      '--stop-after <number>',
      'end a run with so many programs that diverge, and judge what was seen until then',
    ).argParser(programs),
  failOn: () =>
    new Option(
      '--fail-on <verdict>',
      'fail only on what diverges, also on what is flaky, or also on what is incomplete, which is the default',
    ).choices(['diverge', 'flaky', 'incomplete']),
  shard: () =>
    new Option(
      '--shard <i/n>',
      'only this part of the programs; the n parts have each program once',
    ).argParser(shard),
  budget: () =>
    new Option(
      '--budget <time>',
      'only the programs that tell most in about this time, such as 60s, of each kernel',
    ).argParser(time),
  specs: () =>
    new Option(
      '--specs <folder>',
      'lay the specs of this folder over those of Landlockstep; or $LANDLOCKSTEP_SPECS',
    ),
  keep: () =>
    new Option('--no-keep', 'do not keep what is found in specs/cases; all of it is left in out/findings'),
  arch: () =>
    new Option(
      '--arch <name>',
      `for kernels of this architecture: ${archNames.join(', ')}, or all of them by all; may be given again`,
    ).argParser(arch),
  yes: () => new Option('--yes', 'install without asking'),
  fleet: () =>
    new Option(
      '--fleet <url>',
      'have the machines of a fleet do it: its URL with the password, or the file that serve writes it into',
    ),
  slices: () =>
    new Option(
      '--slices <number>',
      'with --fleet, cut what runs on each kernel into so many jobs; 1 unless it is given',
    ).argParser(few('Slices')),
  listen: () =>
    new Option(
      '--listen <address:port>',
      'where to listen; 127.0.0.1:7421 unless it is given, and port 0 for one that is free',
    ).argParser(listen),
  withRedis: () =>
    new Option('--with-redis', 'start a redis-server of our own, with what a fleet needs').conflicts('redis'),
  redis: () => new Option('--redis <url>', 'the Redis to use: redis://:PASSWORD@HOST:PORT, or rediss://'),
  tls: () =>
    new Option(
      '--tls <folder>',
      'speak TLS, by cert.pem and key.pem in this folder; without it nothing but loopback is listened on',
    ),
  lostAfter: () =>
    new Option(
      '--lost-after <time>',
      'give up a worker that has given no sign of life for so long; 30s unless it is given',
    ).argParser(time),
  cores: () =>
    new Option(
      '--cores <number>',
      'do so many jobs at a time; one for each processor unless it is given',
    ).argParser(few('Cores')),
  job: () => new Option('--job <file>', 'do this one job, without a fleet').conflicts('fleet'),
  result: () =>
    new Option('--result <file>', 'write what the job gave into this file, and print what it is at'),
}

/** The options of a command: its own, and the one that all have. */
export const optionsOf = (command: Pick<Command, 'options'>): readonly (keyof CommandOptions)[] => [
  ...command.options,
  'specs',
]

const collect = (ref: string, before: readonly string[] = []): readonly string[] => [...before, ref]

const arch = (text: string, before: readonly ArchName[] = []): readonly ArchName[] => [
  ...new Set([...before, ...(text === 'all' ? archNames : [parseArch(text)])]),
]

function seed(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value < 2 ** 31) return value
  throw new InvalidArgumentError('A seed is a whole number from 0 to 2147483647.')
}

function turns(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Turns are a whole number from 1 to 99.')
}

const few =
  (what: string) =>
  (text: string): number => {
    if (/^[1-9]\d{0,2}$/.test(text)) return Number(text)
    throw new InvalidArgumentError(`${what} are a whole number from 1 to 999.`)
  }

function listen(text: string): ListenAddress {
  const [, host, port] = /^([\w.-]+):(\d{1,5})$/.exec(text) ?? []
  if (host !== undefined && Number(port) < 65_536) return { host, port: Number(port) }
  throw new InvalidArgumentError(
    'An address is a name or a number of IPv4 and a port, such as 127.0.0.1:7421.',
  )
}

function retries(text: string): number {
  if (/^\d$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Retries are a whole number from 0 to 9.')
}

function shard(text: string): Shard {
  const [, number, of] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? []
  if (number !== undefined && of !== undefined && Number(number) <= Number(of))
    return { number: Number(number), of: Number(of) }
  throw new InvalidArgumentError('A shard is a number and how many there are, such as 1/4.')
}

function programs(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Programs are a whole number from 1 to 999999999.')
}

const secondsOf = { s: 1, m: 60, h: 3600 }

function time(text: string): number {
  const [, number, unit = 's'] = /^([1-9]\d{0,5})([smh])?$/.exec(text) ?? []
  if (number !== undefined && isNameOf(secondsOf, unit)) return Number(number) * secondsOf[unit]
  throw new InvalidArgumentError('A time is a number with s, m or h behind it, such as 10m.')
}
