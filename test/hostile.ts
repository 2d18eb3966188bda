import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { protection } from '../generator/shared/confine.js'
import { exec } from '../generator/shared/exec.js'

/** What this machine confines with; what needs Landlock is skipped where there is none. */
export const { landlock, seccomp } = await protection()
export const withoutLandlock = landlock > 0 ? false : 'this host has no Landlock'

const near = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Compiles a program of the test data. */
export async function compileIn(folder: string, source: string): Promise<string> {
  const program = join(folder, source.replace(/^.*\/|\.c$/g, ''))
  const { exitCode, stderr } = await exec('cc', ['-static', '-o', program, near(`data/${source}`)])
  if (exitCode !== 0) throw new Error(stderr)
  return program
}

/** What a hostile program is after, outside of what it is given. */
export type Prey = { readonly tries: readonly string[]; readonly close: () => void }

/** A secret, a folder to spoil, and servers that would answer, in a folder beside that of the program. */
export async function prey(folder: string): Promise<Prey> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'secret'), 'a key\n')
  const name = `landlockstep-test-${process.pid}`
  const [tcp, path, abstract] = [createServer(), createServer(), createServer()]
  await Promise.all([
    listening(tcp, () => tcp.listen(0, '127.0.0.1')),
    listening(path, () => path.listen(join(folder, 'socket'))),
    listening(abstract, () => abstract.listen(`\0${name}`)),
  ])
  const { port } = tcp.address() as AddressInfo
  return {
    tries: [
      `read ${join(folder, 'secret')}`,
      `read ${homedir()}`,
      'read /etc/shadow',
      'read /proc/1/environ',
      `write ${join(folder, 'spoilt')}`,
      `write ${join(folder, 'secret')}`,
      `tcp ${port}`,
      'udp 53',
      `unix ${join(folder, 'socket')}`,
      `unix @${name}`,
      `signal ${process.pid}`,
    ],
    close: () => {
      for (const server of [tcp, path, abstract]) server.close()
    },
  }
}

async function listening(server: Server, listen: () => void): Promise<void> {
  const listens = once(server, 'listening')
  listen()
  await listens
}

/** What became of each try, such as "read EACCES". */
export const answersIn = async (folder: string): Promise<readonly string[]> =>
  (await readFile(join(folder, 'answers'), 'utf8').catch(() => '')).trimEnd().split('\n')

/** Whether a process of that name runs. */
export async function runs(name: string): Promise<boolean> {
  const { stdout } = await execa('ps', ['-eo', 'comm='])
  return stdout.split('\n').includes(name)
}

/** Waits for something that comes at some time. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_200 && !(await holds()); tries++) {
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** Node with a module of its own, which can be killed with what it started. */
export const startNode = (code: string) =>
  execa(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: near('..'),
    reject: false,
    env: { NODE_OPTIONS: '' },
  })
