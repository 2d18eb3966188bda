import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { sha256 } from '../shared/cache.js'
import { messageOf, ToolError } from '../shared/error.js'

/** What is answered: a status, and a body of some type. */
export type HttpAnswer = { readonly status: number; readonly type?: string; readonly body: string | Buffer }

/** A request that was let in. */
export type FleetRequest = {
  readonly method: string
  readonly path: string
  readonly header: (name: string) => string
  readonly body: () => Promise<Buffer>
  /** For an answer that goes on. */
  readonly response: ServerResponse
}

/** Undefined where the answer goes on by itself. */
export type RequestHandler = (request: FleetRequest) => Promise<HttpAnswer | undefined>

/** No body may have more bytes. */
const mostBytes = 256 * 2 ** 20

export const answer = (value: unknown, status = 200): HttpAnswer => ({ status, body: JSON.stringify(value) })

/** What is refused, with its reason. */
export const refuse = (status: number, error: string): HttpAnswer => answer({ error }, status)

/** A server that answers those who know the token, and tells all others nothing. */
export function fleetServer(
  token: string,
  handle: RequestHandler,
  tls?: { readonly cert: string; readonly key: string },
): Server {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    void respond(request, response, token, handle).catch(() => response.destroy())
  }
  return tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  handle: RequestHandler,
): Promise<void> {
  const said = isLetIn(request, token)
    ? await handle(requestOf(request, response)).catch(failed)
    : refuse(401, 'the password of this fleet is another one: take the URL that landlockstep serve prints')
  if (said === undefined) return
  const { status, type = 'application/json', body } = said
  response.writeHead(status, {
    'content-type': type,
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="landlockstep"' } : {}),
  })
  response.end(body)
}

/** What we could not do now may be possible later, and whoever asks will ask again. */
function failed(error: unknown): HttpAnswer {
  if (error instanceof ToolError)
    return refuse(error.code === 'E_DISK' ? 507 : 400, `${error.code}: ${error.message}`)
  return refuse(503, messageOf(error))
}

const requestOf = (request: IncomingMessage, response: ServerResponse): FleetRequest => ({
  method: request.method ?? '',
  path: new URL(request.url ?? '/', 'http://fleet').pathname,
  header: name => [request.headers[name] ?? ''].flat().join(),
  body: () => bodyOf(request),
  response,
})

/** As browsers and Prometheus say it, too: any user, and the token as the password. The hashes have one length. */
function isLetIn({ headers: { authorization = '' } }: IncomingMessage, token: string): boolean {
  const [, word = ''] = /^Basic ([\w+/=]+)$/.exec(authorization) ?? []
  const [, given = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(word, 'base64').toString()) ?? []
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(token)))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    size += piece.length
    if (size > mostBytes) throw new ToolError('E_RESULT', `Nothing of more than ${mostBytes} bytes is taken.`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
