import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { messageOf, ToolError } from '../shared/error.js'
import { readJson } from '../shared/json.js'
import type { Progress } from '../shared/progress.js'
import type { FleetUrl } from './access.js'
import { programHash } from './code.js'
import { codeHeader, refusalSchema } from './protocol.js'

/** A fleet that is spoken to. Each call waits for one that does not answer, and throws E_FLEET where it refuses. */
export type FleetCaller = {
  readonly get: <T>(schema: z.ZodType<T>, path: string) => Promise<T>
  /** Undefined where there is nothing. */
  readonly text: (path: string) => Promise<string | undefined>
  readonly bytes: (path: string) => Promise<Buffer | undefined>
  readonly send: (method: 'PUT' | 'POST' | 'DELETE', path: string, body?: CallBody) => Promise<CallAnswer>
  /** The status alone. */
  readonly head: (path: string) => Promise<number>
}

type CallBody = string | Uint8Array<ArrayBuffer>

type CallAnswer = { readonly status: number; readonly body: Buffer }

const waitMs = 500

/** What does not answer for so long will not. */
const patienceMs = 10 * 60_000

const deadlineMs = 60_000

/** Nothing is there, or nobody wants it: whoever asks can make sense of that. */
const meaningful = [404, 410]

/** Speaks to a fleet. */
export async function fleetCaller(fleet: FleetUrl, progress: Progress): Promise<FleetCaller> {
  const headers = {
    authorization: `Basic ${Buffer.from(`fleet:${fleet.token}`).toString('base64')}`,
    [codeHeader]: await programHash(),
  }
  const once = async (method: string, path: string, body?: CallBody): Promise<CallAnswer> => {
    const response = await fetch(`${fleet.base}${path}`, {
      ...{ method, headers, signal: AbortSignal.timeout(deadlineMs) },
      ...(body === undefined ? {} : { body }),
    })
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) }
  }
  const call = async (method: string, path: string, body?: CallBody): Promise<CallAnswer> => {
    const started = performance.now()
    for (;;) {
      const said = await once(method, path, body).catch(messageOf)
      if (typeof said !== 'string' && (said.status < 400 || meaningful.includes(said.status))) return said
      if (typeof said !== 'string' && said.status < 500) throw refused(said.body)
      if (performance.now() - started > patienceMs) throw silent(fleet.base, said)
      progress(`waiting for the fleet at ${fleet.base}, which does not answer`)
      await sleep(waitMs)
    }
  }
  return {
    get: async (schema, path) => {
      const { status, body } = await call('GET', path)
      if (status !== 200) throw refused(body)
      return readJson(schema, `${body}`, `the answer of ${fleet.base}${path}`, 'E_FLEET')
    },
    text: async path => {
      const { status, body } = await call('GET', path)
      return status === 200 ? `${body}` : undefined
    },
    bytes: async path => {
      const { status, body } = await call('GET', path)
      return status === 200 ? body : undefined
    },
    send: call,
    head: async path => (await call('HEAD', path)).status,
  }
}

function refused(body: Buffer): ToolError {
  return new ToolError('E_FLEET', `The fleet refuses: ${reasonIn(body)}.`)
}

function reasonIn(body: Buffer): string {
  try {
    return readJson(refusalSchema, `${body}`, 'the answer').error
  } catch {
    return `${body}`.slice(0, 300)
  }
}

const silent = (base: string, said: CallAnswer | string): ToolError =>
  new ToolError(
    'E_FLEET',
    `The fleet at ${base} does not answer: see whether landlockstep serve runs there.`,
    { output: typeof said === 'string' ? said : `${said.status} ${`${said.body}`.slice(0, 300)}` },
  )
