import { readFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { interruptible } from '../fuzz/interruption.js'
import { ToolError } from '../shared/error.js'
import { alone } from '../shared/lock.js'
import type { Progress } from '../shared/progress.js'
import { type FleetAccess, fleetAccess, fleetFolder, urlFile, writeSecret } from './access.js'
import { openArtifacts } from './artifacts.js'
import { programHash } from './code.js'
import { fleetServer, type RequestHandler } from './http.js'
import { openOrders } from './orders.js'
import { openQueue, queueName } from './queue.js'
import { keepRedis } from './redis.js'
import { openResults } from './results.js'
import { type FleetParts, fleetRoutes } from './routes.js'
import { fleetView, isShown } from './seen.js'

/** How a fleet is served: where it listens, by which Redis, and when a worker is given up. */
type Serving = {
  readonly host: string
  /** 0 for one that is free, which is kept. */
  readonly port: number
  /** Undefined for a private one. */
  readonly redis?: string
  /** The folder of `cert.pem` and `key.pem`. */
  readonly tls?: string
  readonly lostAfterMs: number
  readonly tell: (text: string) => void
  readonly progress: Progress
}

const closeMs = 1_000

const isLoopback = (host: string): boolean => /^(?:127\.\d+\.\d+\.\d+|localhost)$/.test(host)

/**
 * Serves a fleet until a signal; all that it must not lose is in its folder, so that it may end at any time and start again. Errors: E_USAGE for what
 * everybody on the network could read, E_REDIS, E_DISK.
 */
export async function serve(serving: Serving): Promise<void> {
  const { host, tls, progress } = serving
  if (!isLoopback(host) && tls === undefined)
    throw new ToolError(
      'E_USAGE',
      `Whoever can reach ${host} could read the password: give --tls and a folder with cert.pem and key.pem, or listen on 127.0.0.1 behind a tunnel.`,
    )
  await alone(fleetFolder(), progress, async () => {
    await interruptible(async ({ isAsked }) => {
      const end = new AbortController()
      const access = await fleetAccess(host, serving.port)
      const redis =
        serving.redis === undefined
          ? keepRedis(privateRedis(serving, access), end.signal)
          : sleepUntil(end.signal)
      const { server, close } = await opened(serving, access)
      const asked = (async () => {
        while (!isAsked()) await sleep(100)
      })()
      try {
        await Promise.race([redis.then(() => asked), asked])
      } finally {
        server.close()
        server.closeAllConnections()
        await Promise.race([close(), sleep(closeMs)])
        end.abort()
        await redis.catch(() => {})
      }
    })
  })
}

const sleepUntil = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => signal.addEventListener('abort', () => resolve()))

const privateRedis = ({ host, tls, tell }: Serving, { redisPort, redisPassword }: FleetAccess) => ({
  ...{ folder: join(fleetFolder(), 'redis'), host, port: redisPort, password: redisPassword, tell },
  ...(tls === undefined ? {} : { tls }),
})

/** Opens queue, orders and results, and answers for them. */
async function opened(
  serving: Serving,
  access: FleetAccess,
): Promise<{ readonly server: Server; readonly close: () => Promise<void> }> {
  const { host, tls, lostAfterMs, tell } = serving
  const code = await programHash()
  const redis =
    serving.redis ??
    `redis${tls === undefined ? '' : 's'}://:${access.redisPassword}@${host}:${access.redisPort}`
  const parts: FleetParts = {
    code,
    welcome: { queue: queueName(code), redis, lostAfterMs },
    queue: openQueue(code, { url: redis }),
    orders: await openOrders(join(fleetFolder(), 'orders')),
    results: await openResults(join(fleetFolder(), 'results')),
    artifacts: await openArtifacts(join(fleetFolder(), 'artifacts')),
    received: { taken: 0, repeated: 0 },
  }
  const server = fleetServer(access.token, fleetHandler(parts), await certificate(tls))
  await listening(server, host, access.port)
  await writeSecret(
    urlFile(),
    `http${tls === undefined ? '' : 's'}://fleet:${access.token}@${host}:${access.port}\n`,
  )
  tell(`serves a fleet at ${host}:${access.port}; its URL with the password is in ${urlFile()}`)
  return { server, close: parts.queue.close }
}

/** What shows a fleet asks for no version, as neither a browser nor Prometheus has one. */
const fleetHandler = (parts: FleetParts): RequestHandler => {
  const [view, routes] = [fleetView(parts), fleetRoutes(parts)]
  return async request => (isShown(request) ? view(request) : routes(request))
}

const certificate = async (tls: string | undefined) =>
  tls === undefined
    ? undefined
    : {
        cert: await readFile(join(tls, 'cert.pem'), 'utf8'),
        key: await readFile(join(tls, 'key.pem'), 'utf8'),
      }

const listening = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', cause =>
      reject(
        new ToolError('E_FLEET', `${host}:${port} cannot be listened on: give another one by --listen.`, {
          cause,
        }),
      ),
    )
    server.listen(port, host, resolve)
  })
