import { existsSync } from 'node:fs'
import { execa } from 'execa'
import { environment } from './environment.js'
import { ToolError } from './error.js'
import { missingProgram } from './programs.js'

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

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGKILL'

const graceMs = 1_000

const running = new Set<number>()
let stopping = false

/**
 * Runs a command to its end, in a process group of its own so that its children end with it.
 * Errors: E_MISSING for a command that is not installed, E_DISK when a disk is full, E_STOPPED after `killAll`.
 */
export async function exec(
  command: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<Exit> {
  if (stopping) throw stopped(command)
  watchSignals()
  const { inputs } = options
  let exited = (): void => {}
  const exit = new Promise<void>(resolve => {
    exited = resolve
  })
  const child = start(
    command,
    args,
    inputs === undefined ? options : { ...options, inputs: until(exit, inputs) },
  )
  child.once('exit', () => exited()).once('error', () => exited())
  const { pid } = child
  if (pid !== undefined) running.add(pid)
  const deadline = pid === undefined ? undefined : setDeadline(pid, options.deadlineMs)
  const result = await child
  clearTimeout(deadline?.timer)
  if (pid !== undefined) endGroup(pid)
  if (stopping) throw stopped(command)
  if (result.failed) throwIfOurs(command, options, result)
  return {
    exitCode: result.exitCode ?? null,
    stdout: typeof result.stdout === 'string' ? result.stdout : '',
    stderr: typeof result.stderr === 'string' ? result.stderr : '',
    timedOut: deadline?.passed() ?? false,
    signal: result.signal ?? null,
  }
}

/** Ends every process that still runs, by SIGTERM and after a moment by SIGKILL; nothing can be started any more. */
export async function killAll(): Promise<void> {
  stopping = true
  for (const pid of running) signalGroup(pid, 'SIGTERM')
  const end = Date.now() + graceMs
  while (running.size > 0 && Date.now() < end) await new Promise(resolve => setTimeout(resolve, 20))
  for (const pid of running) signalGroup(pid, 'SIGKILL')
}

function start(
  command: string,
  args: readonly string[],
  { cwd, env, input, inputs, onLine, onPiece, outFile }: ExecOptions,
) {
  const listen = [
    ...(onLine === undefined ? [] : [lineTransform(onLine)]),
    ...(onPiece === undefined ? [] : [pieceTransform(onPiece)]),
  ]
  return execa(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    ...stdinOf(input, inputs),
    env: { ...environment(), ...env },
    extendEnv: false,
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

function setDeadline(pid: number, deadlineMs: number | undefined) {
  if (deadlineMs === undefined) return undefined
  let passed = false
  const expire = (): void => {
    passed = true
    signalGroup(pid, 'SIGTERM')
    setTimeout(() => running.has(pid) && signalGroup(pid, 'SIGKILL'), graceMs).unref()
  }
  return { timer: setTimeout(expire, deadlineMs), passed: () => passed }
}

type Failure = {
  readonly code?: string | undefined
  readonly cause?: unknown
  readonly stderr?: unknown
  readonly message?: string | undefined
}

function throwIfOurs(
  command: string,
  options: ExecOptions,
  { code, cause, stderr, message = '' }: Failure,
): void {
  const output = typeof stderr === 'string' ? stderr : ''
  if (code === 'ENOSPC' || output.includes('No space left on device')) {
    const said = `The disk is full: ${command} could not write. Free some space and try again.`
    throw new ToolError('E_DISK', said, { output, cause })
  }
  if (code === 'ENOENT' || code === 'EACCES') throwMissing(command, options, cause)
  if (code !== undefined) throw new Error(message, { cause })
  if (cause !== undefined) throw cause
}

function throwMissing(command: string, { cwd, outFile }: ExecOptions, cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : ''
  if (cwd !== undefined && !existsSync(cwd)) throw new Error(`${command}: no folder ${cwd}`, { cause })
  if (outFile !== undefined && reason.includes(outFile)) throw new Error(reason, { cause })
  throw missingProgram(command, cause)
}

const stopped = (command: string): ToolError =>
  new ToolError('E_STOPPED', `Interrupted while running ${command}.`)

/** What a process leaves behind in its group must not outlive it. */
function endGroup(pid: number): void {
  signalGroup(pid, 'SIGKILL')
  running.delete(pid)
}

function signalGroup(pid: number, signal: Signal): void {
  try {
    process.kill(-pid, signal)
  } catch {
    running.delete(pid)
  }
}

let watching = false

/** A group of its own gets neither the terminal's Ctrl-C nor our own end, so both are passed on. */
function watchSignals(): void {
  if (watching) return
  watching = true
  process.on('exit', () => {
    for (const pid of running) signalGroup(pid, 'SIGKILL')
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, passOn)
}

function passOn(signal: NodeJS.Signals): void {
  void killAll()
  if (process.listenerCount(signal) > 1) return
  process.off(signal, passOn)
  process.kill(process.pid, signal)
}
