import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { emptyFolder } from '../empty-folder.js'
import { entry } from '../landlockstep.js'

const home = fileURLToPath(new URL('../../', import.meta.url))
const folder = emptyFolder()
const temporary = join(folder, 'tmp')
mkdirSync(temporary)
const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache'), TMPDIR: temporary }
const launcher = [join(home, 'generator/cli/landlockstep')] as const

let seed = 4711

/** Starts a run of the running kernel, and does something once it compiles. */
function start(command: readonly string[], meanwhile: (child: ChildProcess) => void) {
  const [program = '', ...args] = [...command, 'run', '--kernel', 'native', '--seed', `${seed++}`]
  const child = spawn(program, args, { env, cwd: home, stdio: ['ignore', 'ignore', 'pipe'] })
  let isDone = false
  child.stderr.on('data', (text: Buffer) => {
    if (isDone || !/^compiling/m.test(text.toString())) return
    isDone = true
    meanwhile(child)
  })
  return new Promise<number | string | null>(resolve =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  )
}

const left = (): readonly string[] => [
  ...readdirSync(temporary).filter(name => name.startsWith('landlockstep')),
  ...processesWith(`TMPDIR=${temporary}`),
]

/** The numbers of the processes that have this in their environment. */
const processesWith = (variable: string): readonly string[] =>
  readdirSync('/proc').filter(pid => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(variable)
    } catch {
      return false
    }
  })

/** What lies in the folder for suites and runs and is not whole. */
const halfWritten = (): readonly string[] =>
  ['runs', 'suites'].flatMap(name => {
    const folder = join(home, 'out', name)
    return existsSync(folder) ? readdirSync(folder).filter(inside => inside.startsWith('.')) : []
  })

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  t.test(`${signal} ends everything that was started, and leaves nothing half-written`, async t => {
    t.equal(await start([process.execPath, ...entry], child => child.kill(signal)), code)
    t.strictSame(left(), [])
  })
}

t.test('the launcher passes a signal on, and ends as the program does', async t => {
  t.equal(await start(launcher, child => child.kill('SIGINT')), 130)
  t.strictSame(left(), [])
})

t.test('the program ends when its launcher is killed outright', async t => {
  t.equal(await start(launcher, child => child.kill('SIGKILL')), 'SIGKILL')
  t.strictSame(left(), [])
})

t.test('a second interrupt does not wait for what the first one waits for', async t => {
  let first = 0
  const code = await start([process.execPath, ...entry], child => {
    first = performance.now()
    child.kill('SIGINT')
    setTimeout(() => child.kill('SIGINT'), 400)
  })
  t.equal(code, 130)
  t.ok(first > 0)
  t.strictSame(left(), [])
})

t.test('what a killed run left, the next one removes and ends', async t => {
  t.equal(await start([process.execPath, ...entry], child => child.kill('SIGKILL')), 'SIGKILL')
  t.ok(left().length > 0, 'it left something')
  t.equal(await start([process.execPath, ...entry], child => child.kill('SIGTERM')), 143)
  t.strictSame(left(), [])
  t.strictSame(halfWritten(), [])
})
