import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import { endOrphans } from '../shared/sweep.js'
import { writeSecret } from './access.js'

/** How a private redis-server is started. */
type PrivateRedis = {
  readonly folder: string
  readonly host: string
  readonly port: number
  readonly password: string
  /** The folder of `cert.pem` and `key.pem`. */
  readonly tls?: string
  readonly tell: (text: string) => void
}

/** What is acknowledged is on the disk, and nothing is thrown away for lack of memory: a write fails instead. */
const settingsOf = ({ folder, host, port, password, tls }: PrivateRedis): readonly string[] => [
  `bind ${host}`,
  ...(tls === undefined
    ? [`port ${port}`]
    : [
        ...['port 0', `tls-port ${port}`, 'tls-auth-clients no'],
        ...[`tls-cert-file "${tls}/cert.pem"`, `tls-key-file "${tls}/key.pem"`],
      ]),
  `requirepass ${password}`,
  `dir "${folder}"`,
  'appendonly yes',
  'appendfsync always',
  'save ""',
  'maxmemory-policy noeviction',
  'daemonize no',
  // With a title of its own it would lose what says whose it is.
  'set-proc-title no',
]

const restartMs = 500

/** So often in a row it may end at once before that is no accident. */
const mostFailures = 5

/**
 * Keeps a redis-server of our own running until `abort`: one that ends is started again. The server of a `serve` that was killed outright is ended
 * first, as two may not write into one folder. Error: E_REDIS if it does not stay.
 */
export async function keepRedis(redis: PrivateRedis, abort: AbortSignal): Promise<void> {
  endOrphans()
  await mkdir(redis.folder, { recursive: true, mode: 0o700 })
  const config = join(redis.folder, 'redis.conf')
  await writeSecret(config, `${settingsOf(redis).join('\n')}\n`)
  for (let failures = 0; !abort.aborted; ) {
    const started = performance.now()
    const { stdout, exitCode, signal } = await exec('redis-server', [config], { abort })
    if (abort.aborted) return
    failures = performance.now() - started > 5_000 ? 0 : failures + 1
    if (failures >= mostFailures) throw unsteady(stdout)
    redis.tell(`redis-server ended (${signal ?? exitCode}) and is started again`)
    await sleep(restartMs)
  }
}

const unsteady = (output: string): ToolError =>
  new ToolError(
    'E_REDIS',
    'redis-server does not stay: its last lines are below; free its port, or its disk, and start serve again.',
    { output: output.split('\n').slice(-20).join('\n') },
  )
