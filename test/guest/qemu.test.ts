import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { initramfs } from '../../generator/guest/initramfs.js'
import { readObservations, readReports, readTarget } from '../../generator/guest/ktap.js'
import { lossOf } from '../../generator/guest/loss.js'
import { type BootResult, boot, chooseAccel, type Guest, saveState } from '../../generator/guest/qemu.js'
import { hostTicks } from '../../generator/guest/ticks.js'
import { imageOf, resolveKernel } from '../../generator/kernel/resolve.js'
import { exec } from '../../generator/shared/exec.js'
import { buildGuestTools } from '../../generator/suite/build.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const dir = await mkdtemp(join(tmpdir(), 'landlockstep-test-'))
t.teardown(() => rm(dir, { recursive: true, force: true }))

async function compile(name: string, ...sources: readonly string[]): Promise<string> {
  const out = join(dir, name)
  const { exitCode, stderr } = await exec('gcc', [
    '-static',
    '-o',
    out,
    ...sources.map(source => join(root, source)),
  ])
  if (exitCode !== 0) throw new Error(stderr)
  return out
}

async function pack(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const out = join(dir, `${name}.cpio`)
  await initramfs(
    Object.entries(files).map(([path, from]) => ({ path, from })),
    out,
  )
  return out
}

/** A program that is started in place of QEMU. */
async function script(name: string, lines: string): Promise<string> {
  const path = join(dir, name)
  await writeFile(path, `#!/bin/sh\n${lines}\n`)
  await chmod(path, 0o755)
  return path
}

const { image } = imageOf(await resolveKernel('debian:trixie-backports', () => {}))
const tools = await buildGuestTools(() => {})
const { init, probe } = tools
const suite = await compile('talks', 'test/data/guest/talks.c')
const whole = await pack('whole', { init, probe, suite })

const start = (folder: string, guest: Partial<Guest> = {}): Promise<BootResult> =>
  boot({
    ...{ image, initrd: whole, append: [], accel: 'tcg', silenceMs: 60_000, onLine: () => {} },
    folder: join(dir, folder),
    ...guest,
  })

t.test('a guest reports what it is, runs its suite with its arguments, and halts', async t => {
  const lines: string[] = []
  const onLine = (line: string): void => void lines.push(line)
  const { end, channel, console } = await start('a, b', { append: ['landlockstep.from=3'], onLine })
  t.equal(end, 'halt', console)
  t.ok(readTarget(channel).abi >= 11)
  t.match(channel, /^# argument --from\n# argument 3\n/m)
  t.match(
    [...readObservations(channel)],
    [
      ['talking_0', { end: 'done' }],
      ['talking_1', { end: 'done' }],
      ['talking_2', { end: 'lost' }],
    ],
  )
  t.match(channel, /^# init: \/suite was killed by signal 9\n# clock \d+\n# guest end\n$/m)
  t.same(readReports(console), ['WARNING: CPU: 0 PID: 1 at net/talking.c:1'], 'a warning reaches the console')
  t.same(
    channel.split('\n').filter(line => !lines.includes(line)),
    [''],
    'each line was heard',
  )
  t.equal(await readFile(join(dir, 'a, b', 'channel.log'), 'utf8'), channel)
  t.equal(await readFile(join(dir, 'a, b', 'console.log'), 'utf8'), console)
  t.match(
    await readFile(join(dir, 'a, b', 'qemu.txt'), 'utf8'),
    /^qemu-system-x86_64 .*'console=.* landlockstep\.from=3'/,
  )
})

t.test('a guest without its port speaks on the console', async t => {
  const lines: string[] = []
  const onLine = (line: string): void => void lines.push(line)
  const guest = await start('fallback', { append: ['initcall_blacklist=virtio_console_init'], onLine })
  t.equal(guest.end, 'halt', guest.console)
  t.equal(readTarget(guest.channel).abi >= 11, true)
  t.match(readReports(guest.channel), [
    /^WARNING: CPU: 0 PID: 1 at net\/talking\.c:1( \(around talking_[12]\))?$/,
  ])
  t.ok(lines.includes('# guest end'))
  t.equal(await readFile(join(dir, 'fallback', 'channel.log'), 'utf8'), guest.channel)
})

t.test('a kernel with Landlock off at boot says so', async t => {
  const { end, channel } = await start('off', { append: ['lsm='] })
  t.equal(end, 'halt')
  t.throws(() => readTarget(channel), { code: 'E_NO_LANDLOCK', message: /off at boot.*`lsm=`/ })
})

/** A guest with only that program in it. */
const withInit = async (name: string): Promise<Partial<Guest>> => ({
  initrd: await pack(name, { init: await compile(name, `test/data/guest/${name}.c`) }),
})

t.test('a guest whose init returns, or that has none, ends in a panic', async t => {
  const returned = await start('in-returns', await withInit('returns'))
  t.match(returned, { end: 'panic', detail: /^Attempted to kill init!/ })
  t.match(readReports(returned.console), [/^Kernel panic - not syncing: Attempted to kill init!/])
  const without = await start('no-init', { initrd: await pack('no-init', { probe }) })
  t.match(without, { end: 'panic', detail: /init|root fs/ })
})

t.test('a guest that starts again without a word is told by its last one', async t => {
  t.match(await start('in-resets', await withInit('resets')), { end: 'reset', detail: /said/ })
})

t.test('a guest that says nothing for too long hangs, and is ended', async t => {
  const guest = await withInit('waits')
  t.match(await start('silent', { ...guest, silenceMs: 5_000 }), {
    end: 'hang',
    detail: 'it said nothing for 5 s',
  })
  const { stdout } = await exec('ps', ['-eo', 'args'])
  t.notMatch(stdout, `${guest.initrd}`)
})

t.test(
  'a guest that gets no further hangs, whatever it says, and so does one that takes too long',
  async t => {
    const guest = { ...(await withInit('repeats')), isProgress: (line: string) => line !== '# goes on' }
    t.match(await start('stalls', { ...guest, stallMs: 20_000 }), {
      ...{ end: 'hang', detail: 'it got no further for 20 s', channel: /^# goes on$/m },
    })
    t.match(await start('late', { ...guest, deadlineMs: 8_000 }), {
      ...{ end: 'hang', detail: 'it took more than 8 s' },
    })
  },
)

t.test('a guest that says too much is ended, and what it said first is kept', async t => {
  const { end, detail, channel } = await start('in-floods', { ...(await withInit('floods')), bytes: 2 ** 20 })
  t.match({ end, detail }, { end: 'flood', detail: 'more than 1 MiB on its console' })
  t.ok(channel.length > 2 ** 19 && channel.length <= 2 ** 20)
  t.ok(readFileSync(join(dir, 'in-floods', 'console.log')).length <= 2 ** 20)
})

t.test('a guest that does not end after its last word is ended', async t => {
  const { end, detail } = await start('in-stays', await withInit('stays'))
  t.match({ end, detail }, { end: 'stay', detail: /10 s after its last word/ })
})

t.test('a suite that took all memory is told', async t => {
  const eats = await compile('eats', 'test/data/guest/eats.c')
  const boot = await start('in-eats', { initrd: await pack('eats', { init, probe, suite: eats }) })
  t.equal(boot.end, 'halt')
  t.match(
    lossOf(boot),
    /^the guest was lost \(halt: \/suite was killed by signal 9: Out of memory: Killed process \d+ \(suite\)\) in eating_0$/,
  )
})

t.test('a guest that is killed, stopped or not wanted any more is no finding about its kernel', async t => {
  const guest = await withInit('repeats')
  const befalls = async (folder: string, what: (pid: number) => void, more: Partial<Guest> = {}) => {
    let isDone = false
    const onLine = (line: string): void => {
      if (isDone || line !== '# goes on') return
      isDone = true
      what(qemuIn(join(dir, folder)))
    }
    return start(folder, { ...guest, onLine, ...more })
  }
  t.match(await befalls('killed', pid => process.kill(pid, 'SIGKILL')), {
    ...{ end: 'killed', detail: 'QEMU was ended by SIGKILL', channel: /^# goes on$/m },
  })
  t.match(await befalls('aborted', pid => process.kill(pid, 'SIGABRT')), { end: 'killed', detail: /SIGABRT/ })
  const held = befalls('held', pid => process.kill(pid, 'SIGSTOP'), { silenceMs: 20_000 })
  t.match(await held, { end: 'killed', detail: 'QEMU was stopped by somebody' })
  const abort = new AbortController()
  t.match(await befalls('unwanted', () => abort.abort(), { abort: abort.signal }), { end: 'stopped' })
})

/** The QEMU whose current folder that is. */
function qemuIn(folder: string): number {
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      const isQemu = readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('qemu')
      if (isQemu && readlinkSync(`/proc/${pid}/cwd`) === folder) return Number(pid)
    } catch {
      // Not ours, or gone.
    }
  }
  throw new Error(`no process in ${folder}`)
}

t.test('a clock that runs far too fast is noticed, and a right one is not', async t => {
  const ticks = (await hostTicks(tools.ticks)) ?? 0
  t.ok(ticks > 0)
  const khz = (factor: number) => ({ append: [`tsc_early_khz=${Math.round(ticks / factor)}`] })
  t.match(await start('fast', khz(30)), { end: 'clock', detail: /^its clock went on by \d+ ms in \d+ ms$/ })
  const { end } = await start('right', { tscKhz: ticks })
  t.equal(end, 'halt')
})

t.test('a guest goes on from the state of another one, and draws random bytes by its own seed', async t => {
  const draws = await compile('draws', 'test/data/guest/draws.c', 'templates/executor/seed.c')
  const guest = { initrd: await pack('draws', { init, probe, suite: draws }) }
  const state = join(dir, "it's saved")
  const seed = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
  let isReady = (): void => {}
  const ready = new Promise<void>(resolve => {
    isReady = resolve
  })
  async function* afterSaving(): AsyncGenerator<Uint8Array> {
    await ready
    await saveState(join(dir, 'saved'), state)
    yield seed(1)
  }
  async function* at(byte: number): AsyncGenerator<Uint8Array> {
    yield seed(byte)
  }
  const onLine = (line: string): void => (line === '# ready' ? isReady() : undefined)
  const first = await start('saved', { ...guest, monitored: true, programs: afterSaving(), onLine })
  t.match(first, { end: 'halt', channel: /^# ready\n# drawn \w+\n# clock \d+\n# guest end\n$/m })
  const one = await start('one', { ...guest, state, programs: at(1) })
  const other = await start('other', { ...guest, state, programs: at(2) })
  t.match(one, { end: 'halt', channel: /^# drawn \w+\n# clock \d+\n# guest end\n$/ })
  t.match(other, { end: 'halt', channel: /^# drawn \w+\n# clock \d+\n# guest end\n$/ })
  t.not(one.channel, other.channel)
  await t.rejects(saveState(join(dir, 'one'), state), { code: 'E_QEMU', message: /does not listen/ })
})

t.test('a guest whose state cannot be saved goes on all the same', async t => {
  const draws = await compile('draws-on', 'test/data/guest/draws.c', 'templates/executor/seed.c')
  const guest = { initrd: await pack('draws-on', { init, probe, suite: draws }) }
  let isReady = (): void => {}
  const ready = new Promise<void>(resolve => {
    isReady = resolve
  })
  async function* afterTrying(): AsyncGenerator<Uint8Array> {
    await ready
    await t.rejects(saveState(join(dir, 'unsaved'), '/dev/full'), { code: 'E_QEMU' })
    yield new Uint8Array(32)
  }
  const onLine = (line: string): void => (line === '# ready' ? isReady() : undefined)
  const on = { ...guest, monitored: true, programs: afterTrying(), onLine }
  t.match(await start('unsaved', on), { end: 'halt', channel: /^# drawn \w+\n# clock \d+\n# guest end\n$/m })
})

t.test('a file that is no kernel is an error in the words of QEMU', async t => {
  await t.rejects(start('no-kernel', { image: join(root, 'package.json') }), {
    code: 'E_QEMU',
    output: /kernel/,
  })
})

t.test('a QEMU that is not installed is an error that says what to do', async t => {
  await t.rejects(start('no-qemu', { qemu: 'no-such-qemu' }), { code: 'E_MISSING', message: /setup/ })
})

t.test('KVM is used only after a guest came to its end with it', async t => {
  const device = await script('kvm', '')
  const choose = (qemu: string, deadlineMs = 10_000) =>
    chooseAccel(image, whole, { device, qemu, deadlineMs })
  t.match(await chooseAccel(image, whole, { device: join(dir, 'no-kvm') }), {
    accel: 'tcg',
    note: /has no .*no-kvm/,
  })
  t.match(await choose(await script('spins', 'while :; do :; done'), 500), { accel: 'tcg', note: /in 0.5 s/ })
  t.match(await choose(await script('aborts', 'kill -ABRT $$')), { accel: 'tcg', note: /QEMU fails/ })
  t.match(await choose(await script('resets', 'exit 0')), { accel: 'tcg', note: /breaks down/ })
  t.match(await choose(await script('works', 'echo "# guest end" >channel.log')), { accel: 'kvm' })
  await t.rejects(choose('no-such-qemu'), { code: 'E_MISSING' })
})
