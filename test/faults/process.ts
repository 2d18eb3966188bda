import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** How a process ended, and what it said. */
export type Exit = {
  readonly code: number
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A process that runs. */
export type Running = {
  /** Its number on this machine. */
  readonly pid: () => Promise<number>
  readonly ended: Promise<Exit>
  /** Waits until one of its streams has this; false if it ended without. */
  readonly says: (what: RegExp) => Promise<boolean>
  readonly signal: (signal: NodeJS.Signals) => Promise<void>
}

/** What of a stream is kept: a guest that floods must not fill this process, too. */
const most = 64 * 1024 * 1024

/** Starts a command whose first child is what counts: `nsenter` goes into namespaces and forks there. */
export function startInside(command: readonly string[], input: string | undefined): Running {
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] })
  child.stdin?.on('error', () => {}).end(input)
  const texts = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (piece: string) => {
      if (texts[name].length < most) texts[name] += piece
      for (const listener of listeners) listener()
    })
  }
  const ended = endOf(child, texts)
  void ended.then(() => {
    for (const listener of listeners) listener()
  })
  const pid = () => firstChild(child.pid ?? 0, ended)
  return {
    pid,
    ended,
    says: what => heard(what, texts, listeners, ended),
    signal: async signal => {
      process.kill(await pid(), signal)
    },
  }
}

const endOf = (child: ChildProcess, texts: { readonly stdout: string; readonly stderr: string }) =>
  new Promise<Exit>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code: code ?? -1, signal, ...texts }))
  })

async function heard(
  what: RegExp,
  texts: { readonly stdout: string; readonly stderr: string },
  listeners: Set<() => void>,
  ended: Promise<Exit>,
): Promise<boolean> {
  const isHeard = () => what.test(texts.stdout) || what.test(texts.stderr)
  return new Promise(resolve => {
    const listener = () => isHeard() && done(true)
    const done = (said: boolean) => {
      listeners.delete(listener)
      resolve(said)
    }
    listeners.add(listener)
    void ended.then(() => done(isHeard()))
    listener()
  })
}

async function firstChild(parent: number, ended: Promise<Exit>): Promise<number> {
  let over = false
  void ended.then(() => {
    over = true
  })
  while (!over) {
    const [child] = childrenOf(parent)
    if (child !== undefined) return child
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  throw new Error('the process ended before it had a number')
}

/** The children of a process; none if it is gone. */
export function childrenOf(parent: number): readonly number[] {
  try {
    const tasks = readdirSync(`/proc/${parent}/task`)
    return tasks.flatMap(task =>
      readFileSync(`/proc/${parent}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
  } catch {
    return []
  }
}

/** Runs a command of the machine itself to its end. Throws what it said if it fails. */
export async function must(command: readonly string[]): Promise<string> {
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (piece: string) => {
      texts[name] += piece
    })
  const { code } = await endOf(child, texts)
  if (code !== 0) throw new Error(`${command.join(' ')} failed: ${texts.stderr}`)
  return texts.stdout
}

/** A process of a world. */
export type Process = { readonly pid: number; readonly name: string; readonly args: readonly string[] }

/** The processes that are numbered like this one, but for itself. */
export function processesOf(first: number): readonly Process[] {
  const numbering = readlinkSync(`/proc/${first}/ns/pid`)
  return readdirSync('/proc').flatMap(name => {
    if (!/^\d+$/.test(name) || Number(name) === first) return []
    try {
      if (readlinkSync(`/proc/${name}/ns/pid`) !== numbering) return []
      const args = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').slice(0, -1)
      return [{ pid: Number(name), name: readFileSync(`/proc/${name}/comm`, 'utf8').trim(), args }]
    } catch {
      return []
    }
  })
}
