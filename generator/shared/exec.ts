import { closeSync, existsSync, openSync } from 'node:fs'
import { execa } from 'execa'
import { detail } from './details.js'
import { environment } from './environment.js'
import { ToolError } from './error.js'
import { owner } from './owner.js'
import { checkStopping, join, leave } from './process-group.js'
import { missingProgram } from './programs.js'
import { shellWord } from './shell-word.js'
import { ownerVariable } from './sweep.js'

/** How a process is started; `onLine` hears each line of stdout at once, `outFile` takes stdout instead of memory. */
export type ExecOptions = {
  readonly cwd?: string
  /** Added to what every process is given of our own environment, which is little. */
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string | Buffer
  /** Written to stdin as it comes. */
  readonly inputs?: AsyncIterable<Uint8Array>
  /** After so many milliseconds the process and its children are ended, and `timedOut` is set. */
  readonly deadlineMs?: number
  /** Once it is aborted, the process and its children are ended at once. */
  readonly abort?: AbortSignal
  readonly onStart?: (pid: number) => void
  /** What it starts may be there to stay, such as a service of a package that it installs. */
  readonly mayLeave?: boolean
  readonly onLine?: (line: string) => void
  /** Hears stdout in pieces as they come, which are not kept then. */
  readonly onPiece?: (piece: Buffer) => void
  readonly outFile?: string
}

/** How a process ended: a non-zero exit, a signal and a missed deadline are values. */
export type Exit = {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
  readonly signal: string | null
}

/** So much of what a process prints is kept in memory; whoever prints more is ended. */
const maxBuffer = 64 * 2 ** 20

let started = 0

/**
 * Runs a command to its end, in a process group of its own so that its children end with it.
 * Errors: E_MISSING for a command that is not installed, E_DISK when a disk is full, E_FLOOD when it prints without end, E_LIMIT when the
 * system gives us no more, E_STOPPED once all is to end.
 */
export async function exec(
  command: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<Exit> {
  checkStopping(command)
  checkRoom(command)
  const token = options.mayLeave === true ? '' : `${owner()}.${++started}`
  const exit = event()
  const { inputs, abort, deadlineMs } = options
  const whole = inputs === undefined ? options : { ...options, inputs: until(exit.came, inputs) }
  detail(() => `$ ${[command, ...args].map(shellWord).join(' ')}`)
  const child = start(command, args, whole, token)
  const { pid } = child
  child.once('exit', exit.comes).once('error', exit.comes)
  if (pid === undefined) return endedOf(command, options, await child)
  const group = join(pid)
  abort?.addEventListener('abort', group.kill)
  if (abort?.aborted) group.kill()
  if (deadlineMs !== undefined) group.expireIn(deadlineMs)
  options.onStart?.(pid)
  const left = exit.came.then(() => leave(pid, token, [child.stdout, child.stderr]))
  const result = await child
  const waitNoLonger = await left
  waitNoLonger()
  abort?.removeEventListener('abort', group.kill)
  return endedOf(command, options, result, group.hasExpired())
}

function event() {
  let comes = (): void => {}
  const came = new Promise<void>(resolve => {
    comes = resolve
  })
  return { came, comes }
}

type ExecResult = ExecFailure & {
  readonly failed: boolean
  readonly exitCode?: number | undefined
  readonly stdout?: unknown
  readonly signal?: string | undefined
}

function endedOf(command: string, options: ExecOptions, result: ExecResult, timedOut = false): Exit {
  checkStopping(command)
  if (result.failed) throwIfOurs(command, options, result)
  return {
    exitCode: result.exitCode ?? null,
    stdout: typeof result.stdout === 'string' ? result.stdout : '',
    stderr: typeof result.stderr === 'string' ? result.stderr : '',
    timedOut,
    signal: result.signal ?? null,
  }
}

function start(
  command: string,
  args: readonly string[],
  { cwd, env, input, inputs, onLine, onPiece, outFile }: ExecOptions,
  token: string,
) {
  const listen = [
    ...(onLine === undefined ? [] : [lineTransform(onLine)]),
    ...(onPiece === undefined ? [] : [pieceTransform(onPiece)]),
  ]
  return execa(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    ...stdinOf(input, inputs),
    env: { ...environment(), ...env, [ownerVariable]: token },
    extendEnv: false,
    maxBuffer,
    stdout: outFile === undefined ? [...listen, 'pipe'] : [...listen, { file: outFile }],
    buffer: { stdout: outFile === undefined },
    detached: true,
    reject: false,
    stripFinalNewline: false,
  })
}

function stdinOf(input: ExecOptions['input'], inputs: ExecOptions['inputs']) {
  if (inputs !== undefined) return { stdin: inputs }
  return input === undefined ? { stdin: 'ignore' as const } : { input }
}

/** What comes until then: whoever ended reads no more, and what is still waited for is waited for no longer. */
async function* until(end: Promise<void>, inputs: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const all = inputs[Symbol.asyncIterator]()
  let hasEnded = false
  let stop = (): void => {}
  void end.then(() => {
    hasEnded = true
    stop()
  })
  while (!hasEnded) {
    const next = await new Promise<IteratorResult<Uint8Array> | undefined>((resolve, reject) => {
      stop = () => resolve(undefined)
      all.next().then(resolve, reject)
    })
    if (next === undefined || next.done === true) return
    yield next.value
  }
}

const lineTransform = (onLine: (line: string) => void) =>
  function* (line: unknown): Generator<unknown> {
    onLine(String(line))
    yield line
  }

const pieceTransform = (onPiece: (piece: Buffer) => void) => ({
  binary: true,
  *transform(piece: unknown): Generator<unknown> {
    if (piece instanceof Uint8Array) onPiece(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))
    yield* []
  },
})

type ExecFailure = {
  readonly code?: string | undefined
  readonly cause?: unknown
  readonly stderr?: unknown
  readonly message?: string | undefined
  readonly isMaxBuffer?: boolean
}

function throwIfOurs(
  command: string,
  options: ExecOptions,
  { code, cause, stderr, message = '', isMaxBuffer }: ExecFailure,
): void {
  const output = typeof stderr === 'string' ? stderr : ''
  if (isMaxBuffer === true) throw flood(command, output)
  if (code === 'ENOSPC' || output.includes('No space left on device')) {
    const said = `The disk is full: ${command} could not write. Free some space and try again.`
    throw new ToolError('E_DISK', said, { output, cause })
  }
  if (code === 'ENOENT' || code === 'EACCES') throwMissing(command, options, cause)
  if (/^(EMFILE|ENFILE|ENOMEM|EAGAIN)$/.test(code ?? '')) throw limit(command, code, cause)
  // It is we who closed what a process beyond our reach held open.
  if (code === 'ERR_STREAM_PREMATURE_CLOSE') return
  if (code !== undefined) throw new Error(message, { cause })
  if (cause !== undefined) throw cause
}

function throwMissing(command: string, { cwd, outFile }: ExecOptions, cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : ''
  if (cwd !== undefined && !existsSync(cwd)) throw new Error(`${command}: no folder ${cwd}`, { cause })
  if (outFile !== undefined && reason.includes(outFile)) throw new Error(reason, { cause })
  throw missingProgram(command, cause)
}

const flood = (command: string, output: string): ToolError =>
  new ToolError(
    'E_FLOOD',
    `${command} printed more than ${maxBuffer >> 20} MiB, and was ended; the first of it is below.`,
    {
      output: output.slice(0, 2_000),
    },
  )

const limit = (command: string, code = '', cause: unknown): ToolError =>
  new ToolError(
    'E_LIMIT',
    `${command} cannot be started: the system gives us no more files, processes or memory (${code}); raise \`ulimit\`, or end something else.`,
    { cause },
  )

/** So many files a process takes to be started; execa does not survive it where there are none any more. */
const neededFiles = 10

function checkRoom(command: string): void {
  const files: number[] = []
  try {
    while (files.length < neededFiles) files.push(openSync('/dev/null', 'r'))
  } catch (error) {
    throw limit(command, error instanceof Error && 'code' in error ? String(error.code) : '', error)
  } finally {
    for (const file of files) closeSync(file)
  }
}
