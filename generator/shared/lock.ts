import { connect, createServer, type Server } from 'node:net'
import { sha256 } from './hash.js'
import type { Progress } from './progress.js'

/**
 * Lends a folder to one process at a time for one purpose, which says what its holder does to it; whoever waits is told for whom.
 * The lock is an abstract socket: the kernel takes it back from a process that ends, however it ends.
 */
export async function alone<T>(
  folder: string,
  progress: Progress,
  use: () => Promise<T>,
  purpose: 'builds in' | 'makes' = 'builds in',
): Promise<T> {
  const name = `\0landlockstep-${sha256(`${purpose} ${folder}`)}`
  const server = await acquire(name, `${purpose} ${folder}`, progress)
  try {
    return await use()
  } finally {
    await release(server)
  }
}

async function acquire(name: string, what: string, progress: Progress): Promise<Server> {
  for (;;) {
    const server = await listen(name)
    if (server !== undefined) return server
    await waitForHolder(name, pid => progress(`waiting for process ${pid}, which ${what}`))
  }
}

/** Tells each caller who we are, and lets it hang until we are done. */
function listen(name: string): Promise<Server | undefined> {
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.write(String(process.pid))
    server.once('released', () => socket.destroy())
  })
  server.setMaxListeners(0)
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen(name, () => resolve(server))
  })
}

/** Resolves once the holder closes the connection or is gone. */
const waitForHolder = (name: string, onPid: (pid: string) => void): Promise<void> =>
  new Promise(resolve => {
    const socket = connect(name)
    socket.on('data', data => onPid(String(data)))
    socket.on('error', () => {})
    socket.on('close', () => resolve())
  })

const release = (server: Server): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    server.emit('released')
  })
