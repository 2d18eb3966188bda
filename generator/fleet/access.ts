import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { readJson } from '../shared/json.js'
import { readText } from '../shared/text-file.js'
import { rethrowUnless } from '../shared/unfinished.js'
import { record } from '../suite/codec/parts.js'

const port = z.int().min(1).max(65535)
const secret = z.string().regex(/^[0-9a-f]{48}$/)

const schema = record({ token: secret, redisPassword: secret, port, redisPort: port })

/** What a fleet is known by, which stays the same when it is started again: passwords and ports. */
export type FleetAccess = z.infer<typeof schema>

/** Where `serve` keeps what must not be lost: `$XDG_STATE_HOME/landlockstep/fleet`, else below `~/.local/state`. */
export function fleetFolder(): string {
  const base = process.env.XDG_STATE_HOME ?? ''
  return join(isAbsolute(base) ? base : join(homedir(), '.local/state'), 'landlockstep/fleet')
}

/** The file in which workers and whoever orders find the URL, password and all; only its owner reads it. */
export const urlFile = (): string => join(fleetFolder(), 'url')

const freePort = (host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, host, () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(address),
      )
    })
  })

/** The access to the fleet of this user, made when it is asked for first; without a port one is chosen then. */
export async function fleetAccess(host: string, asked: number): Promise<FleetAccess> {
  const folder = fleetFolder()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  const path = join(folder, 'access.json')
  const text = await readFile(path, 'utf8').catch(rethrowUnless('ENOENT'))
  if (typeof text === 'string') {
    const kept = readJson(schema, text, path)
    return asked === 0 ? kept : { ...kept, port: asked }
  }
  const made = {
    token: randomBytes(24).toString('hex'),
    redisPassword: randomBytes(24).toString('hex'),
    port: asked === 0 ? await freePort(host) : asked,
    redisPort: await freePort(host),
  }
  await writeSecret(path, JSON.stringify(made))
  return made
}

/** Writes a file that only its owner reads. */
export async function writeSecret(path: string, text: string): Promise<void> {
  await writeWhole(path, text)
  await chmod(path, 0o600)
}

/** A fleet as it is spoken to: where, and with which token. */
export type FleetUrl = { readonly base: string; readonly token: string }

/** Reads `http://fleet:TOKEN@HOST:PORT`, or the file that has it, such as the one that `serve` writes. Errors: E_USAGE, E_FILE. */
export async function readFleetUrl(text: string): Promise<FleetUrl> {
  const isUrl = /^https?:\/\//.test(text)
  const line = (isUrl ? text : await readText(text, 4096)).trim()
  if (!URL.canParse(line) || !/^https?:\/\//.test(line)) throw noUrl(isUrl ? 'that' : text)
  const { origin, password } = new URL(line)
  if (password === '') throw noUrl(isUrl ? 'that' : text)
  return { base: origin, token: password }
}

const noUrl = (what: string): ToolError =>
  new ToolError(
    'E_USAGE',
    `--fleet takes the URL of a fleet with its password, as in http://fleet:PASSWORD@127.0.0.1:7421, or the file that landlockstep serve writes it into, and ${what} has none.`,
  )
