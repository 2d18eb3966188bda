import type { FailOn } from '../judge/result.js'
import type { Format } from '../report/formats/names.js'
import type { ArchName } from '../shared/arch.js'
import type { Progress } from '../shared/progress.js'
import type { Shard } from '../suite/part.js'

/** Where something listens; 0 is any port that is free. */
export type ListenAddress = { readonly host: string; readonly port: number }

/** Every option that a command may take; one word means the same everywhere. */
export type CommandOptions = {
  readonly kernel?: readonly string[]
  readonly tree?: string
  readonly range?: string
  readonly base?: string
  readonly config?: string
  readonly cc?: string
  readonly instruments?: string
  readonly check?: boolean
  readonly built?: boolean
  readonly good?: string
  readonly bad?: string
  readonly program?: string
  readonly step?: boolean
  readonly seed?: number
  readonly filter?: string
  readonly target?: readonly string[]
  readonly suite?: string
  readonly format?: Format
  /** Each a format, `=` and a file, as they were typed. */
  readonly output?: readonly string[]
  readonly observe?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly yes?: boolean
  readonly arch?: readonly ArchName[]
  readonly model?: boolean
  readonly sentences?: boolean
  readonly upstream?: boolean
  readonly landlock?: boolean
  readonly fixes?: boolean
  readonly byteOrder?: boolean
  readonly design?: string
  readonly only?: readonly string[]
  readonly turns?: number
  readonly executor?: boolean
  readonly write?: boolean
  readonly law?: string
  /** A kernel tree. */
  readonly kselftest?: string
  /** A file that a mail is written to. */
  readonly patch?: string
  readonly programs?: number
  /** In seconds. */
  readonly time?: number
  readonly baseline?: string
  readonly retries?: number
  readonly stopAfter?: number
  readonly failOn?: FailOn
  readonly shard?: Shard
  /** In seconds. */
  readonly budget?: number
  /** Every command takes it: the program was chosen by it before any command runs. */
  readonly specs?: string
  /** Of each program two calls begin at the same time. */
  readonly atOnce?: true
  /** False with `--no-keep`. */
  readonly keep?: boolean
  /** The URL of a fleet, or the file that has it. */
  readonly fleet?: string
  readonly slices?: number
  readonly listen?: ListenAddress
  readonly withRedis?: boolean
  readonly redis?: string
  readonly tls?: string
  /** In seconds. */
  readonly lostAfter?: number
  readonly cores?: number
  readonly job?: string
  readonly result?: string
}

/** What a command is given: its arguments, and where to print; `progress` goes to stderr and is not part of the result. */
export type Context = {
  /** The positional argument; empty for a command without one. */
  readonly file: string
  /** All positional arguments, where a command takes more than one. */
  readonly files: readonly string[]
  readonly options: CommandOptions
  readonly print: (text: string) => void
  readonly progress: Progress
  /** Prints a line on stderr that stays: what somebody should know before the end. */
  readonly tell: (text: string) => void
  /** Asks a yes-or-no question; without a terminal the answer is no. */
  readonly ask: (question: string) => Promise<boolean>
  /** Every command, for those that tell of all. */
  readonly commands: readonly Command[]
}

/** A command as a value: it prints through what it is given and returns the exit code. */
export type Command = {
  readonly name: string
  /** What it was called in the last version: it still answers to that, and nothing tells so. */
  readonly formerly?: string
  readonly summary: string
  /** The positional arguments, each in angle brackets if it must be there. */
  readonly argument?: string
  readonly options: readonly (keyof CommandOptions)[]
  /** An example that can be typed as it stands, without the program's name. */
  readonly example: string
  readonly run: (context: Context) => Promise<number>
}
