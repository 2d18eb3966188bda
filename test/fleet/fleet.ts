import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { programHash } from '../../generator/fleet/code.js'
import { codeHeader } from '../../generator/fleet/protocol.js'
import { emptyFolder } from '../empty-folder.js'

const program = fileURLToPath(new URL('../../generator/cli/landlockstep.js', import.meta.url))

/** A process of the program. */
export type Running = {
  readonly pid: number
  readonly ended: Promise<number | string | null>
  readonly kill: (signal: NodeJS.Signals) => void
  /** What it told on stderr until now, and what it printed. */
  readonly said: () => string
  readonly printed: () => string
}

const children = new Set<ChildProcess>()

/** Ends whatever the tests of this process started. */
export async function endAll(): Promise<void> {
  const all = [...children].filter(child => child.exitCode === null && child.signalCode === null)
  for (const child of all) {
    child.kill('SIGCONT')
    child.kill('SIGTERM')
  }
  await Promise.all(all.map(child => new Promise(resolve => child.once('close', resolve))))
}

/** Waits until something is so. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  ms = 120_000,
): Promise<T> {
  const end = performance.now() + ms
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`)
    await sleep(50)
  }
}

/** A fleet of a test, in a folder of its own. */
export class TestFleet {
  readonly state = emptyFolder()
  readonly folder = join(this.state, 'landlockstep/fleet')
  readonly urlFile = join(this.folder, 'url')
  readonly options: readonly string[]
  /** What its processes are told beside. */
  environment: Readonly<Record<string, string>> = {}

  constructor(...options: readonly string[]) {
    this.options = options
  }

  start(...args: readonly string[]): Running {
    const env = { ...process.env, XDG_STATE_HOME: this.state, CI: '1', ...this.environment }
    const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    children.add(child)
    let said = ''
    let printed = ''
    child.stderr.on('data', text => {
      said += text
    })
    child.stdout.on('data', text => {
      printed += text
    })
    return {
      pid: child.pid ?? 0,
      ended: new Promise(resolve => child.once('close', (code, signal) => resolve(code ?? signal))),
      kill: signal => void child.kill(signal),
      said: () => said,
      printed: () => printed,
    }
  }

  /** Serves, and waits until that answers. */
  async serve(): Promise<Running> {
    const serving = this.start('serve', '--with-redis', '--listen', '127.0.0.1:0', ...this.options)
    await until(
      'serve',
      async () => existsSync(this.urlFile) && (await this.ask('/fleet').catch(() => undefined))?.ok,
    )
    return serving
  }

  /** Waits until it says where it is. */
  written(): Promise<true> {
    return until('the URL', async () => existsSync(this.urlFile))
  }

  worker(...more: readonly string[]): Running {
    return this.start('worker', '--fleet', this.urlFile, '--cores', '1', ...more)
  }

  run(...more: readonly string[]): Running {
    return this.start(
      'run',
      '--kernel',
      'native',
      '--filter',
      'denial-is-final',
      '--json',
      '--fleet',
      this.urlFile,
      ...more,
    )
  }

  url(): URL {
    return new URL(readFileSync(this.urlFile, 'utf8').trim())
  }

  /** What a request needs to be let in. */
  async asking(): Promise<{ readonly headers: Readonly<Record<string, string>> }> {
    const authorization = `Basic ${btoa(`fleet:${this.url().password}`)}`
    return { headers: { authorization, [codeHeader]: await programHash() } }
  }

  async ask(path: string, how: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url().origin}${path}`, { ...(await this.asking()), ...how })
  }

  async redisUrl(): Promise<string> {
    const { redis } = (await (await this.ask('/fleet')).json()) as { readonly redis: string }
    return redis
  }
}

/** The redis-server that was started with the configuration of a fleet. */
export const redisOf = ({ folder }: TestFleet): number | undefined =>
  readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid))
    .map(Number)
    .find(pid => commandOf(pid).startsWith(`redis-server\0${folder}/`))

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** What a record says but for times and folders, as text. */
export const timeless = (text: string): string =>
  text
    .slice(text.indexOf('{'), text.lastIndexOf('}') + 1)
    .replace(/"ms": [\d.]+/g, '')
    .replace(/"judgedAt": "[^"]*"/, '')
    .replace(/"seconds": \{[^}]*\}/g, '')
    .replace(/out\/runs\/[\w.+-]+/g, '')
