import { fsRights, scopes } from '../uapi/landlock.js'
import type { Layer } from './state.js'

const isWithin = (client: readonly Layer[], server: readonly Layer[], index: number): boolean =>
  client[index] === server[index]

/**
 * Whether a client's domain keeps it from a server's: at every layer with the scope, the server has to be in the same
 * domain or in one nested in it (task.c: domain_is_scoped).
 */
export const isScoped = (
  client: readonly Layer[],
  server: readonly Layer[],
  scope: keyof typeof scopes,
): boolean =>
  client.some((layer, index) => (layer.scoped >> scopes[scope].bit) & 1 && !isWithin(client, server, index))

const resolve = 1 << fsRights.resolve_unix.bit

/**
 * Whether a client may look up the path of a server's socket: at every layer that handles RESOLVE_UNIX, either the server
 * is in the same or a nested domain, or a rule allows the path (fs.c: hook_unix_find).
 */
export const mayResolve = (client: readonly Layer[], server: readonly Layer[]): boolean =>
  client.every(
    (layer, index) =>
      (layer.handledFs & resolve) === 0 ||
      isWithin(client, server, index) ||
      (layer.directory & resolve) !== 0,
  )
