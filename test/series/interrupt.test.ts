import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { exec } from '../../generator/shared/exec.js'
import { emptyFolder } from '../empty-folder.js'
import { commitAll, gitIn, put, stockTree, traceOf } from '../kernel/tree/tiny-tree.js'
import { entry } from '../landlockstep.js'

const folder = emptyFolder()
const [temporary, cache] = [join(folder, 'tmp'), join(folder, 'cache')]
mkdirSync(temporary)
mkdirSync(cache)
const env = { ...process.env, TMPDIR: temporary, XDG_CACHE_HOME: cache, O: '', ARCH: '', CC: '' }

/** A tree of two commits, of which each file takes some seconds to compile. */
const tree = await stockTree(join(folder, 'linux'))
await put(tree, { delay: '2\n' })
await commitAll(tree, 'slow')
await put(tree, { 'c.c': 'int c(void)\n{\n\treturn 4;\n}\n' })
await commitAll(tree, 'four')
const before = await traceOf(tree)

const args = ['judge', '--tree', tree, '--range', 'HEAD~1..HEAD'] as const

/** Starts to judge, and does something once it says that; what it said, and how it ended. */
function judge(when: RegExp, meanwhile: (child: ChildProcess) => void) {
  const child = spawn(process.execPath, [...entry, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  let isDone = false
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString()
    if (isDone || !when.test(said)) return
    isDone = true
    meanwhile(child)
  })
  return new Promise<{ code: number | string | null; said: string }>(resolve =>
    child.once('close', (code, signal) => resolve({ code: code ?? signal, said })),
  )
}

const left = (): readonly string[] => [
  ...readdirSync(temporary).filter(name => name.startsWith('landlockstep')),
  ...readdirSync('/proc').filter(pid => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`TMPDIR=${temporary}`)
    } catch {
      return false
    }
  }),
]

const built = (file: string): number => {
  const [workspace = ''] = readdirSync(join(cache, 'landlockstep/2/trees'))
  return statSync(join(cache, 'landlockstep/2/trees', workspace, 'source', file)).mtimeMs
}

t.test('whoever is interrupted, and once more, leaves nothing behind and the tree alone', async t => {
  for (const when of [/^building/m, /^(?:preparing|building)/m]) {
    t.equal((await judge(when, child => child.kill('SIGINT'))).code, 130)
    t.strictSame(left(), [])
    t.equal(await traceOf(tree), before)
    t.equal((await gitIn(tree, 'worktree', 'list')).split('\n').length, 1)
  }
})

t.test('the next one goes on from what was built', async t => {
  const { code } = await judge(/files$/m, child => setTimeout(() => child.kill('SIGINT'), 3_000))
  t.equal(code, 130)
  const first = built('a.o')
  const { code: end, said } = await judge(/never/, () => {})
  t.equal(end, 2, said)
  t.match(said, /no verdict: E_QEMU/, 'the image of this tree is none')
  t.equal(built('a.o'), first, 'what was whole was not built again')
  t.equal(await traceOf(tree), before)
})

t.test('a full disk is told as that', async t => {
  const small = join(folder, 'small')
  mkdirSync(small)
  const script = 'mount -t tmpfs -o size=8m none "$1" && shift && exec "$@"'
  const { exitCode, stderr } = await exec(
    'unshare',
    ['-r', '-m', 'sh', '-c', script, 'sh', small, process.execPath, ...entry, ...args],
    { env: { ...env, XDG_CACHE_HOME: small } as Readonly<Record<string, string>> },
  )
  t.equal(exitCode, 2, stderr)
  t.match(stderr, /E_DISK: .*[Ff]ree/)
  t.equal(await traceOf(tree), before)
})
