import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import t from 'tap'
import { scratchFolder } from '../../generator/shared/cache.js'
import { exec } from '../../generator/shared/exec.js'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** An interpreter that can be told apart from others in the process list. */
const sleeper = (mark: string): string => `exec 3>&-; sleep ${mark} & sleep ${mark}`

async function sleeping(mark: string): Promise<boolean> {
  const { stdout } = await execa('ps', ['-eo', 'args'])
  return stdout.split('\n').some(line => line === `sleep ${mark}`)
}

t.test('a non-zero exit is a value with both outputs', async t => {
  const exit = await exec('sh', ['-c', 'echo out; echo err >&2; exit 3'])
  t.same(exit, { exitCode: 3, stdout: 'out\n', stderr: 'err\n', timedOut: false, signal: null })
})

t.test('a signal is a value', async t => {
  t.match(await exec('sh', ['-c', 'kill -TERM $$']), { exitCode: null, signal: 'SIGTERM', timedOut: false })
})

t.test('a command that is not installed is named, and setup is offered', async t => {
  await t.rejects(exec('landlockstep-no-such-program', []), {
    code: 'E_MISSING',
    message: /landlockstep-no-such-program.*landlockstep setup/,
  })
})

t.test('a folder that does not exist is not blamed on the command', async t => {
  await t.rejects(exec('true', [], { cwd: '/no/such/folder' }), { name: 'Error', message: /no folder/ })
})

t.test('input arrives and each line is heard', async t => {
  const lines: string[] = []
  const exit = await exec('cat', [], { input: 'one\n\ntwo\n', onLine: line => lines.push(line) })
  t.same(lines, ['one', '', 'two'])
  t.equal(exit.stdout, 'one\n\ntwo\n')
})

t.test('a line is heard before the command ends', async t => {
  const heard = new Promise<string>(resolve => {
    const exit = exec('sh', ['-c', 'echo ready; read answer; exit 0'], { onLine: resolve, input: '' })
    exit.catch(() => resolve('failed'))
  })
  t.equal(await heard, 'ready')
})

t.test('stdout is heard in pieces that are not kept', async t => {
  const pieces: Buffer[] = []
  const exit = await exec('printf', ['one\\ntwo'], { onPiece: piece => pieces.push(piece) })
  t.equal(Buffer.concat(pieces).toString(), 'one\ntwo')
  t.match(exit, { exitCode: 0, stdout: '' })
  const fail = (): never => {
    throw new Error('the listener gave up')
  }
  await t.rejects(exec('echo', ['line'], { onPiece: fail }), { message: 'the listener gave up' })
})

t.test('what a listener throws comes out of exec', async t => {
  const fail = (): never => {
    throw new Error('the listener gave up')
  }
  await t.rejects(exec('echo', ['line'], { onLine: fail }), { message: 'the listener gave up' })
})

t.test('stdout goes to a file byte by byte', async t => {
  await scratchFolder(async dir => {
    const outFile = join(dir, 'out')
    const exit = await exec('printf', ['\\377\\000x'], { outFile })
    t.equal(exit.stdout, '')
    t.same(await readFile(outFile), Buffer.from([0xff, 0, 0x78]))
  })
})

t.test('a full disk is E_DISK, whether we write or the command does', async t => {
  await t.rejects(exec('echo', ['x'], { outFile: '/dev/full' }), { code: 'E_DISK' })
  await t.rejects(exec('cp', ['/etc/passwd', '/dev/full']), { code: 'E_DISK', output: /No space left/ })
})

t.test('a deadline ends the command and its children', async t => {
  const exit = await exec('sh', ['-c', sleeper('7001')], { deadlineMs: 300 })
  t.match(exit, { timedOut: true, exitCode: null })
  t.notOk(await sleeping('7001'))
})

t.test('a command that ignores SIGTERM is killed', async t => {
  const exit = await exec('sh', ['-c', 'trap "" TERM; while :; do sleep 0.1; done'], { deadlineMs: 100 })
  t.match(exit, { timedOut: true, signal: 'SIGKILL' })
})

t.test('a process that ends is not waited for longer because more input may come', async t => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('first\n')
    await new Promise(() => {})
  }
  const { exitCode, stdout } = await exec('sh', ['-c', 'read line; echo "$line"; exit 3'], {
    inputs: endless(),
  })
  t.match({ exitCode, stdout }, { exitCode: 3, stdout: 'first\n' })
})

t.test('whoever is aborted is killed at once, with its children', async t => {
  const abort = new AbortController()
  const onStart = (pid: number): void => {
    t.ok(pid > 1)
    setTimeout(() => abort.abort(), 200)
  }
  const exit = await exec('sh', ['-c', `trap "" TERM; ${sleeper('7005')}`], { abort: abort.signal, onStart })
  t.match(exit, { exitCode: null, signal: 'SIGKILL', timedOut: false })
  t.notOk(await sleeping('7005'))
  t.match(await exec('sleep', ['7005'], { abort: abort.signal }), { signal: 'SIGKILL' })
})

t.test('what left the group of a process, and holds its output open, ends soon after it', async t => {
  const exit = await exec('sh', ['-c', 'setsid sleep 7006 & sleep 1; echo said'])
  t.match(exit, { exitCode: 0, stdout: 'said\n', signal: null })
  t.notOk(await sleeping('7006'))
})

t.test('whoever holds the output open and cannot be known for ours is not waited for', async t => {
  const exit = await exec('sh', ['-c', 'setsid env -i sleep 7007 & sleep 1; echo said'])
  t.match(exit, { exitCode: 0, stdout: 'said\n' })
  await execa('pkill', ['-xf', 'sleep 7007'])
})

t.test('whoever prints without end is ended, and that is no exit of its own', async t => {
  await t.rejects(exec('sh', ['-c', 'while :; do printf "%01000000d" 0; done']), {
    code: 'E_FLOOD',
    message: /sh printed more than 64 MiB/,
  })
})

t.test('where the system has no more files, that is said', async t => {
  const code = `import { exec } from '${repository}generator/shared/exec.js'
    const first = exec('sleep', ['0.2'])
    const rest = await Promise.all(Array.from({ length: 120 }, () => exec('sleep', ['0.2']).catch(error => error)))
    console.log((await first).exitCode, rest.find(one => one instanceof Error).message)`
  const script = 'ulimit -n 160 && exec "$0" --import tsx --input-type=module -e "$1"'
  const { stdout } = await execa('sh', ['-c', script, process.execPath, code], {
    cwd: repository,
    env: { NODE_OPTIONS: '' },
  })
  t.match(stdout, /^0 sleep cannot be started: .*EMFILE.*ulimit/)
})
