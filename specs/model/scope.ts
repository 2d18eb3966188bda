import { fsRights, scopes } from '../uapi/landlock.js'
import { type Denial, quietPath, quietScope } from './audit.js'
import { directoryOf, isAllowedAt } from './paths.js'
import type { Layer } from './state.js'

/** Whether a server's domain is the client's up to this layer, or nested in it. */
export const isInside = (client: readonly Layer[], server: readonly Layer[], layer: Layer): boolean =>
  server[client.indexOf(layer)] === layer

/**
 * What keeps a client's domain from a server's, if anything: the server has to be in the youngest domain that has the
 * scope, or in one nested in it, and is then in the older ones as well (task.c: domain_is_scoped).
 */
export const scopeDenial = (
  client: readonly Layer[],
  server: readonly Layer[],
  scope: keyof typeof scopes,
  about: readonly string[],
): Denial | null => {
  const bit = 1 << scopes[scope].bit
  const layer = client.findLast(({ scoped }) => (scoped & bit) !== 0)
  if (layer === undefined || isInside(client, server, layer)) return null
  return { layer, blocker: `scope.${scope}`, quiet: quietScope(layer, bit), about }
}

const makeSock = 1 << fsRights.make_sock.bit

/** What keeps a domain from making a socket file in a directory, if anything; it is the directory that is logged. */
export const makeSockDenial = (client: readonly Layer[], path: string): Denial | null => {
  const directory = directoryOf(path)
  const layer = client.findLast(
    one => (one.handledFs & makeSock) !== 0 && !isAllowedAt(one, makeSock, directory),
  )
  if (layer === undefined) return null
  const quiet = quietPath(layer, makeSock, directory)
  return { layer, blocker: 'fs.make_sock', quiet, about: [`path=${directory}`] }
}

const resolve = 1 << fsRights.resolve_unix.bit

/**
 * What keeps a client from looking up the path of a server's socket, if anything: at every layer that handles
 * RESOLVE_UNIX, either the server is in the same or a nested domain, or a rule allows the path (fs.c: hook_unix_find).
 */
export const resolveDenial = (
  client: readonly Layer[],
  server: readonly Layer[],
  path: string,
): Denial | null => {
  const layer = client.findLast(
    one =>
      (one.handledFs & resolve) !== 0 && !isInside(client, server, one) && !isAllowedAt(one, resolve, path),
  )
  if (layer === undefined) return null
  return {
    layer,
    blocker: 'fs.resolve_unix',
    quiet: quietPath(layer, resolve, path),
    about: [`path=${path}`],
  }
}
