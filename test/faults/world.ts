import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { packageFolder } from '../../generator/shared/paths.js'
import { findLeftovers, type Leftovers } from './leftovers.js'
import { compiledFolder, type Place, type Places } from './places.js'
import { childrenOf, type Exit, type Process, processesOf, type Running, startInside } from './process.js'
import type { Warm } from './warm.js'

/** The surroundings of a row, where they are not the usual ones. */
export type Setting = {
  readonly readOnly?: readonly Place[]
  /** File systems of their own, with so much room: `{ out: '64k' }`. */
  readonly sizes?: Partial<Places>
  /** Parts of the package that the row may change: it has a copy of them. The rest of the package is read-only. */
  readonly own?: readonly string[]
  /** Whether it sees the network of this machine; else it has none. */
  readonly network?: boolean
  /** Kinds of cache entries that it does not begin with, such as `probes`; all of them if it is `*`. */
  readonly cold?: readonly string[]
}

/** How a program is started where that is not as usual. */
export type Start = {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** The folder that it runs in; without it the package. */
  readonly cwd?: string
}

/** Where a row happens: namespaces, an output folder, a cache and temporary files of its own. */
export type World = {
  /** An empty folder for what the row needs. */
  readonly folder: string
  readonly out: string
  readonly cache: string
  readonly tmp: string
  /** Where the program keeps what it may make again, by kind. */
  readonly entries: string
  readonly warm: Warm
  /** A path of the world as this process can reach it. */
  readonly at: (path: string) => string
  /** Where programs are found before all others. A compiler of ours may read nothing else that is not the system's. */
  readonly bin: string
  /** Puts a program there. */
  readonly program: (name: string, text: string) => string
  /** Runs landlockstep to its end. */
  readonly run: (args: readonly string[], start?: Start) => Promise<Exit>
  readonly start: (args: readonly string[], start?: Start) => Running
  /** The processes that there are, but for the first one, by their numbers on this machine. */
  readonly processes: () => readonly Process[]
  /** Starts any program. */
  readonly execute: (command: readonly string[], start?: Start) => Running
  /** Runs a script of the row itself to its end: what there is then is not left behind. */
  readonly prepare: (script: string) => Promise<void>
  /** Says that something is not as it must be. */
  readonly problem: (what: string) => void
  /** Says what was measured. */
  readonly figure: (what: string) => void
}

/** A world, what was said about it, and its end. */
export type Lent = {
  readonly world: World
  readonly problems: readonly string[]
  readonly figures: readonly string[]
  /** What the program left behind; nothing else may run then. */
  readonly leftovers: () => Promise<readonly string[]>
  /** Ends every process that is left and removes everything. */
  readonly end: () => Promise<void>
}

/** Our own place in a folder for caches. */
const entriesIn = (cache: string): string => {
  const own = cacheFolder()
  return join(cache, own.slice(own.lastIndexOf('landlockstep')))
}

/** The program as it is installed. */
export const entry = join(
  packageFolder,
  (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { bin: { landlockstep: string } })
    .bin.landlockstep,
)

/** The number of the first process on this machine, before its own /proc hides it. */
const readPid = 'read -r pid rest < /proc/self/stat'

/** Makes a world. The first process in it ends with this one, and all others with it. */
export async function lend(folder: string, warm: Warm, setting: Setting): Promise<Lent> {
  const places = { out: join(folder, 'out'), cache: join(folder, 'cache'), tmp: join(folder, 'tmp') }
  for (const name of ['out', 'cache', 'tmp', 'bin/objects', 'home', 'own'])
    mkdirSync(join(folder, name), { recursive: true })
  const init = spawn(
    'unshare',
    [...unshareArgs(setting), 'sh', '-c', script(folder, places, warm, setting)],
    {
      cwd: '/',
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  const pid = await readyPid(init)
  let before = findLeftovers(pid, places)
  const problems: string[] = []
  const figures: string[] = []
  const at = (path: string) => join(`/proc/${pid}/root`, path)
  const base = environment(folder, places)
  const execute = (command: readonly string[], { env = {}, input, cwd = packageFolder }: Start = {}) =>
    startInside([...enter(pid, setting), ...withEnvironment(cwd, { ...base, ...env }), ...command], input)
  const start = (args: readonly string[], given?: Start) => execute([entry, ...args], given)
  const world: World = {
    folder: join(folder, 'own'),
    ...places,
    bin: join(folder, 'bin'),
    entries: entriesIn(places.cache),
    warm,
    at,
    program: (name, text) => placeProgram(join(folder, 'bin', name), text),
    run: async (args, given) => start(args, given).ended,
    start,
    processes: () => processesOf(pid),
    execute,
    prepare: async script => {
      const { code, stderr } = await execute(['sh', '-ec', script]).ended
      if (code !== 0) throw new Error(`the world could not be prepared: ${stderr}`)
      before = findLeftovers(pid, places)
    },
    problem: what => problems.push(what),
    figure: what => figures.push(what),
  }
  return {
    world,
    problems,
    figures,
    leftovers: async () => leftSince(before, pid, places),
    end: async () => {
      const gone = new Promise(resolve => init.once('close', resolve))
      init.stdin.end()
      if (init.exitCode === null && init.signalCode === null) await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What is just about to end is not left behind. */
async function leftSince({ mounts, files }: Leftovers, pid: number, places: Places) {
  for (let tries = 0; tries < 100 && findLeftovers(pid, places).processes.length > 0; tries++)
    await new Promise(resolve => setTimeout(resolve, 50))
  const after = findLeftovers(pid, places)
  return [
    ...after.processes.map(one => `process ${one}`),
    ...after.mounts.filter(one => !mounts.includes(one)).map(one => `mount ${one}`),
    ...after.files.filter(one => !files.includes(one)).map(one => `file ${one}`),
  ]
}

const isRoot = process.getuid?.() === 0

const unshareArgs = ({ network }: Setting): readonly string[] => [
  ...(isRoot ? [] : ['--user', '--map-root-user']),
  ...(network === true ? [] : ['--net']),
  ...['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--'],
]

const enter = (pid: number, { network }: Setting): readonly string[] => [
  ...['nsenter', '--target', `${pid}`, '--mount', '--pid'],
  ...(network === true ? [] : ['--net']),
  ...(isRoot ? [] : ['--user', '--preserve-credentials']),
  '--',
]

const withEnvironment = (cwd: string, variables: Readonly<Record<string, string>>): readonly string[] => [
  ...['env', '-i', '-C', cwd],
  ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
]

const environment = (folder: string, { cache, tmp }: Places) => ({
  PATH: `${join(folder, 'bin')}:${process.env.PATH ?? '/usr/bin:/bin'}`,
  HOME: join(folder, 'home'),
  XDG_CACHE_HOME: cache,
  TMPDIR: tmp,
  LANG: 'C.UTF-8',
})

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`

const line = (...words: readonly string[]): string => words.map(quote).join(' ')

const readOnly = (path: string): readonly string[] => [
  line('mount', '--bind', path, path),
  line('mount', '-o', 'remount,bind,ro', path, path),
]

function script(
  folder: string,
  places: Places,
  warm: Warm,
  { readOnly: closed = [], sizes = {}, own = [], cold = [] }: Setting,
): string {
  const out = join(packageFolder, 'out')
  const kinds = cold.includes('*') ? [] : warm.entries.filter(({ kind }) => !cold.includes(kind))
  return [
    'set -e',
    readPid,
    'mount -t proc proc /proc',
    'mount -t tmpfs tmpfs /dev/shm',
    ...Object.entries(sizes).map(([place, size]) =>
      line('mount', '-t', 'tmpfs', '-o', `size=${size},mode=0755`, 'tmpfs', places[place as Place]),
    ),
    line('ln', '-s', warm.compiled, join(places.tmp, compiledFolder)),
    ...kinds.flatMap(({ kind, path }) => {
      const shelf = join(entriesIn(places.cache), kind)
      return [line('mkdir', '-p', shelf), line('cp', '-a', path, shelf)]
    }),
    ...own.flatMap(part => {
      const copy = join(folder, 'parts', part)
      return [line('mkdir', '-p', dirname(copy)), line('cp', '-a', join(packageFolder, part), copy)]
    }),
    line('cp', join(out, 'README.md'), places.out),
    line('mount', '--bind', warm.objects, join(folder, 'bin', 'objects')),
    ...readOnly(packageFolder),
    // What is compiled already serves every world, and none may add to it.
    line('mkdir', '-p', join(folder, 'compiled'), join(places.out, 'compiled')),
    line('mount', '--bind', join(out, 'compiled'), join(folder, 'compiled')),
    line('mount', '--bind', places.out, out),
    line('mount', '--bind', join(folder, 'compiled'), join(out, 'compiled')),
    ...readOnly(join(out, 'compiled')),
    ...own.map(part => line('mount', '--bind', join(folder, 'parts', part), join(packageFolder, part))),
    ...closed.flatMap(place => readOnly(place === 'out' ? out : places[place])),
    'echo "$pid"',
    // What is orphaned in here is not waited for by anyone.
    'exec env --ignore-signal=CHLD cat',
  ].join('\n')
}

async function readyPid(init: ReturnType<typeof spawn>): Promise<number> {
  let said = ''
  let complaint = ''
  init.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    complaint += piece
  })
  const pid = await new Promise<number>((resolve, reject) => {
    init.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      said += piece
      if (said.endsWith('\n')) resolve(Number(said))
    })
    init.once('error', reject)
    init.once('close', () => reject(new Error(`no world could be made: ${complaint}`)))
  })
  // Not everybody may number processes for themselves: the only child is meant.
  return childrenOf(init.pid ?? 0)[0] ?? pid
}

function placeProgram(path: string, text: string): string {
  writeFileSync(path, text)
  chmodSync(path, 0o755)
  return path
}
