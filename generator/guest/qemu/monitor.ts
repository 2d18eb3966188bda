import { closeSync, openSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { confiners } from '../../shared/confiners.js'
import { ToolError } from '../../shared/error.js'
import { exec } from '../../shared/exec.js'
import { readJson } from '../../shared/json.js'
import { linesOfPieces } from '../../shared/lines.js'

/** Where a guest with a monitor listens, in its folder. */
export const monitorFile = 'monitor'

const everyMs = 5

/** What QEMU says: an answer, or by itself a greeting or an event. */
const answer = z.looseObject({
  return: z.optional(z.unknown()),
  error: z.exactOptional(z.looseObject({ desc: z.string() })),
})

type MonitorReply = z.infer<typeof answer>

const migration = z.looseObject({ status: z.exactOptional(z.string()) })

/**
 * Stops a guest that runs in that folder, writes its whole state to a file, and lets it go on, whether it was saved or not.
 * Error: E_QEMU in the words of its monitor.
 */
export async function saveState(folder: string, file: string): Promise<void> {
  await passFile(folder, resolve(file))
  const monitor = await openMonitor(folder)
  try {
    await monitor.ask('qmp_capabilities')
    // While it ran, what it writes meanwhile could be saved in part: its memory would be torn.
    await monitor.ask('stop')
    try {
      await monitor.ask('migrate', { uri: `fd:${stateFd}` })
      await untilSaved(monitor)
    } finally {
      await monitor.ask('cont')
    }
  } finally {
    monitor.close()
  }
}

/** How the monitor calls the descriptor of that file. */
const stateFd = 'state'

/** QEMU may open no file beside its folder, so it is given the file. */
async function passFile(folder: string, file: string): Promise<void> {
  const { passFd } = await confiners()
  const { exitCode, stderr } = await exec(passFd, [monitorFile, file, stateFd], { cwd: folder })
  if (exitCode !== 0) throw refused(stderr.trimEnd())
}

async function untilSaved({ ask }: Monitor): Promise<void> {
  for (;;) {
    const { success, data } = migration.safeParse(await ask('query-migrate'))
    if (!success) throw refused('its monitor does not say how far it is')
    const { status } = data
    if (status === 'completed') return
    if (status === 'failed' || status === 'cancelled') throw refused(`saving its state ${status}`)
    await new Promise(resolve => setTimeout(resolve, everyMs))
  }
}

type Monitor = {
  readonly ask: (execute: string, given?: object) => Promise<unknown>
  readonly close: () => void
}

async function openMonitor(folder: string): Promise<Monitor> {
  const socket = await connectIn(folder)
  const linesOf = linesOfPieces()
  let waiting:
    | { readonly tell: (answer: MonitorReply) => void; readonly fail: (error: Error) => void }
    | undefined
  const end = (): void => waiting?.fail(refused('it ended'))
  socket.on('error', end).on('close', end)
  socket.on('data', piece => {
    for (const line of linesOf(piece)) {
      const said = answerIn(line)
      if (said instanceof ToolError) waiting?.fail(said)
      else if ('return' in said || 'error' in said) waiting?.tell(said)
    }
  })
  const ask: Monitor['ask'] = async (execute, given) => {
    const answer = await new Promise<MonitorReply>((tell, fail) => {
      waiting = { tell, fail }
      socket.write(`${JSON.stringify({ execute, arguments: given })}\n`)
    })
    if (answer.error !== undefined) throw refused(answer.error.desc)
    return answer.return
  }
  return { ask, close: () => void socket.destroy() }
}

function answerIn(line: string): MonitorReply | ToolError {
  try {
    return readJson(answer, line, 'What the monitor says', 'E_QEMU')
  } catch (error) {
    if (error instanceof ToolError) return error
    throw error
  }
}

/** By a descriptor of the folder, since the path of a socket may only be short. */
async function connectIn(folder: string): Promise<Socket> {
  const fd = openSync(folder, 'r')
  try {
    return await new Promise((resolve, reject) => {
      const socket = connect(join('/proc/self/fd', `${fd}`, monitorFile), () => {
        socket.removeListener('error', reject)
        resolve(socket)
      })
      socket.once('error', reject)
    })
  } catch (cause) {
    throw refused('it does not listen', cause)
  } finally {
    closeSync(fd)
  }
}

const refused = (why: string, cause?: unknown): ToolError =>
  new ToolError('E_QEMU', `The state of a guest cannot be saved: ${why}.`, { cause })
