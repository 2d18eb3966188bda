import { ToolError } from '../../shared/error.js'
import type { Command } from '../command.js'

const usualListen = { host: '127.0.0.1', port: 7421 } as const
const usualLostAfter = 30

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serve a fleet: take orders of run and matrix, hand jobs to workers, and keep what they give.',
  options: ['listen', 'withRedis', 'redis', 'tls', 'lostAfter', 'verbose'],
  example: 'serve --with-redis',
  async run({ options, progress, tell }) {
    const { listen = usualListen, withRedis, redis, tls, lostAfter = usualLostAfter } = options
    if (withRedis !== true && redis === undefined)
      throw new ToolError(
        'E_USAGE',
        'A fleet needs Redis: serve --with-redis starts one of its own, and serve --redis takes the URL of another.',
      )
    const { serve } = await import('../../fleet/serve.js')
    const { installTools, missingForFleet } = await import('../../shared/setup.js')
    if (redis === undefined) await installTools(await missingForFleet(), progress)
    await serve({
      ...listen,
      ...(redis === undefined ? {} : { redis }),
      ...(tls === undefined ? {} : { tls }),
      ...{ lostAfterMs: lostAfter * 1_000, tell, progress },
    })
    // It is about this process, which whoever lists the commands is not.
    const { leaveWith } = await import('../exit.js')
    return leaveWith(0)
  },
}
