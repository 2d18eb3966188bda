import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { type Confinement, execConfined } from '../../generator/shared/confine.js'
import { confiners } from '../../generator/shared/confiners.js'
import { type Exit, exec } from '../../generator/shared/exec.js'
import { systemFolders } from '../../generator/shared/toolchain.js'
import {
  answersIn,
  compileIn,
  landlock,
  prey,
  runs,
  seccomp,
  startNode,
  until,
  withoutLandlock,
} from '../hostile.js'

const dir = await mkdtemp(join(tmpdir(), 'landlockstep-test-'))
t.teardown(() => rm(dir, { recursive: true, force: true }))
const hostile = await compileIn(dir, 'confine/hostile.c')
const { confine } = await confiners()

/** Runs a program in a folder that it may write to, with what it tries there. */
async function attempt(
  name: string,
  tries: readonly string[],
  more: Confinement = {},
): Promise<{ readonly exit: Exit; readonly answers: readonly string[] }> {
  const folder = join(dir, name)
  await mkdir(folder)
  await writeFile(join(folder, 'tries'), tries.map(line => `${line}\n`).join(''))
  const exit = await execConfined({ execute: [hostile], write: [folder], ...more }, hostile, [], {
    cwd: folder,
  })
  return { exit, answers: await answersIn(folder) }
}

const denied = (tries: readonly string[]): readonly string[] =>
  tries.map(one => `${one.split(' ')[0]} ${one.startsWith('signal') ? 'EPERM' : 'EACCES'}`)

t.test(
  'a hostile program reads, writes, reaches and signals nothing outside',
  { skip: withoutLandlock },
  async t => {
    const { tries, close } = await prey(join(dir, 'prey'))
    t.teardown(close)
    const { answers } = await attempt('inside', tries)
    const known = tries.filter(one => landlock >= 6 || !one.startsWith('signal'))
    t.strictSame(
      answers.filter(one => landlock >= 6 || !one.startsWith('signal')),
      denied(known),
    )
    t.notOk(existsSync(join(dir, 'prey', 'spoilt')))
    t.equal(await readFile(join(dir, 'prey', 'secret'), 'utf8'), 'a key\n')
  },
)

t.test('without confinement the same program does all of it', async t => {
  const folder = join(dir, 'free')
  const { tries, close } = await prey(join(dir, 'easy'))
  t.teardown(close)
  const easy = tries.filter(one => one.includes(dir) || /^(tcp|unix|signal)/.test(one))
  await mkdir(folder)
  await writeFile(join(folder, 'tries'), `${easy.join('\n')}\n`)
  await exec(hostile, [], { cwd: folder })
  t.strictSame(
    await answersIn(folder),
    easy.map(one => `${one.split(' ')[0]} done`),
  )
})

t.test('it has what it is given: to read, to run, to write', { skip: withoutLandlock }, async t => {
  const [read, other] = [join(dir, 'read'), join(dir, 'other')]
  for (const folder of [read, other]) {
    await mkdir(folder)
    await writeFile(join(folder, 'file'), '')
  }
  const tries = [`read ${read}/file`, `write ${read}/file`, `read ${other}/file`, 'run /bin/true']
  const { answers } = await attempt('given', tries, { read: [read, join(dir, 'not-there')] })
  t.strictSame(answers, ['read done', 'write EACCES', 'read EACCES', 'run EACCES'])
  const more = await attempt('more', ['run /bin/true', `write ${join(dir, 'more', 'own')}`], {
    execute: [hostile, ...systemFolders],
  })
  t.strictSame(more.answers, ['run done', 'write done'])
})

t.test('it has no descriptors but those that it is given, in their order', async t => {
  const file = join(dir, 'opened')
  await writeFile(file, 'what was opened\n')
  const { answers } = await attempt(
    'descriptors',
    [3, 4, 5, 6, 7].map(fd => `descriptor ${fd}`),
    {
      descriptors: [{ open: file }, { listen: 'socket' }],
    },
  )
  // 5 and 6 are its own files of tries and answers.
  t.strictSame(
    answers,
    ['done', 'done', 'done', 'done', 'EBADF'].map(answer => `descriptor ${answer}`),
  )
  const cat = await execConfined({ execute: systemFolders, descriptors: [{ open: file }] }, 'cat', [
    '/dev/fd/3',
  ])
  t.match(cat, landlock > 0 ? { stderr: /Permission denied/ } : { stdout: 'what was opened\n' })
  const head = await execConfined({ execute: systemFolders, descriptors: [{ open: file }] }, 'sh', [
    '-c',
    'cat <&3',
  ])
  t.match(head, { exitCode: 0, stdout: 'what was opened\n' })
})

t.test('exit codes, signals and outputs are those of the program', async t => {
  const sh = async (script: string, more: Confinement = {}): Promise<Exit> =>
    execConfined({ execute: systemFolders, ...more }, 'sh', ['-c', script])
  t.match(await sh('echo out; echo err >&2; exit 3'), {
    ...{ exitCode: 3, stdout: 'out\n', stderr: 'err\n' },
  })
  t.match(await sh('kill -SEGV $$'), { exitCode: null, signal: 'SIGSEGV' })
  t.match(await sh('ulimit -c; ulimit -Hc'), { stdout: '0\n0\n' })
  t.match(await sh('echo out; echo err >&2', { joinsErrors: true }), { stdout: 'out\nerr\n' })
})

t.test('a file becomes as large as it may', async t => {
  const confinement = { execute: systemFolders, write: [dir], fileBytes: 10_000 }
  const exit = await execConfined(confinement, 'dd', ['if=/dev/zero', 'of=large', 'bs=1000'], { cwd: dir })
  t.match(exit, { signal: 'SIGXFSZ' })
  t.equal((await readFile(join(dir, 'large'))).length, 10_000)
})

t.test('a program that is not there is E_MISSING', async t => {
  await t.rejects(execConfined({}, 'landlockstep-no-such-program', []), {
    code: 'E_MISSING',
    message: /setup/,
  })
})

/** A folder for a program that leaves somebody behind who belongs to nobody and takes no signals. */
async function leaving(
  name: string,
): Promise<{ readonly folder: string; readonly confinement: Confinement }> {
  const folder = join(dir, name)
  await mkdir(folder)
  await writeFile(join(folder, 'tries'), `leave ${name}\n`)
  return { folder, confinement: { execute: [hostile], write: [folder] } }
}

t.test('who leaves somebody behind takes them along', async t => {
  const { folder, confinement } = await leaving('left-alone')
  const exit = await execConfined(confinement, hostile, [], { cwd: folder, deadlineMs: 1_500 })
  t.match(exit, { timedOut: true, signal: 'SIGTERM' })
  t.strictSame(await answersIn(folder), ['leave done'])
  t.notOk(await runs('left-alone'))
})

t.test('when we are killed outright, nobody is left', async t => {
  const { folder, confinement } = await leaving('left-orphan')
  const [given, cwd] = [JSON.stringify(confinement), JSON.stringify(folder)]
  const parent = startNode(`
    import { execConfined } from './generator/shared/confine.js'
    await execConfined(${given}, ${JSON.stringify(hostile)}, [], { cwd: ${cwd} })`)
  await until(async () => runs('left-orphan'))
  t.ok(await runs('left-orphan'))
  parent.kill('SIGKILL')
  t.match(await parent, { signal: 'SIGKILL' })
  await until(async () => !(await runs('left-orphan')))
  t.notOk(await runs('left-orphan'))
})

t.test('when its group is killed outright, nobody is left either', async t => {
  const { folder } = await leaving('left-by-group')
  const args = ['--execute', hostile, '--write', folder, '--', hostile]
  const group = execa(confine, args, { cwd: folder, detached: true, reject: false })
  await until(async () => runs('left-by-group'))
  t.ok(await runs('left-by-group'))
  process.kill(-(group.pid ?? 0), 'SIGKILL')
  t.match(await group, { signal: 'SIGKILL' })
  await until(async () => !(await runs('left-by-group')))
  t.notOk(await runs('left-by-group'))
})

t.test('who was started by somebody else does not start', async t => {
  t.match(await exec(confine, ['--parent', '1', '--', 'true']), {
    exitCode: 125,
    stderr: 'confine: the parent 1: No such process\n',
  })
})

t.test('what it does not understand it does not do', async t => {
  for (const args of [
    [],
    ['--'],
    ['true'],
    ['--read'],
    ['--bogus', 'x', '--', 'true'],
    ['--parent', '1x', '--', 'true'],
  ])
    t.match(await exec(confine, args), { exitCode: 125, stderr: /^confine: .*: Invalid argument\n$/ })
})

t.test('a machine that refuses is E_CONFINE, and nothing runs', { skip: withoutLandlock }, async t => {
  // The kernel takes sixteen layers.
  const layer = [...systemFolders, confine].flatMap(path => ['--execute', path])
  const layers = Array.from({ length: 16 }, () => [confine, ...layer, '--']).flat()
  const [, ...args] = layers
  await t.rejects(execConfined({ execute: [...systemFolders, confine] }, confine, [...args, 'echo', 'ran']), {
    code: 'E_CONFINE',
    message: /landlock_restrict_self: Argument list too long/,
    output: /^confine: /,
  })
})

t.test('where there is no Landlock the rest is still done', async t => {
  const without = await compileIn(dir, 'without-landlock.c')
  const folder = join(dir, 'without')
  await mkdir(folder)
  await writeFile(join(folder, 'tries'), `read /etc/passwd\ntcp 9\nudp 9\n`)
  await exec(without, ['38', confine, '--', hostile], { cwd: folder })
  const closed = seccomp ? ['tcp EACCES', 'udp EACCES'] : ['tcp ECONNREFUSED', 'udp done']
  t.strictSame(await answersIn(folder), ['read done', ...closed])
  t.match(await exec(without, ['38', confine, '--check']), { stdout: /^landlock 0\n/ })
})
