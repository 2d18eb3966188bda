import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { initramfs } from '../../generator/guest/initramfs.js'
import { boot } from '../../generator/guest/qemu.js'
import { imageOf, resolveKernel } from '../../generator/kernel/resolve.js'
import { exec } from '../../generator/shared/exec.js'

const dir = await mkdtemp(join(tmpdir(), 'landlockstep-test-'))
t.teardown(() => rm(dir, { recursive: true, force: true }))

const source = fileURLToPath(new URL('../data/guest/promises.c', import.meta.url))
const init = join(dir, 'init')
const { exitCode, stderr } = await exec('gcc', [
  '-static',
  '-pthread',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-o',
  init,
  source,
])
if (exitCode !== 0) throw new Error(stderr)
const initrd = join(dir, 'initrd')
await initramfs([{ path: 'init', from: init }], initrd)
const { image } = imageOf(await resolveKernel('debian:trixie-backports', () => {}))

/** What the init of a guest found out. */
async function tried(name: string, append: readonly string[]): Promise<readonly string[]> {
  const folder = join(dir, name)
  const guest = { image, initrd, append, folder, accel: 'tcg' as const, silenceMs: 60_000, onLine: () => {} }
  const { end, channel } = await boot(guest)
  if (end !== 'halt') throw new Error(channel)
  return [...channel.matchAll(/^promise: (.*?)\r?$/gm)].map(([, text = '']) => text)
}

const off = await tried('off', ['lsm='])
const found = await tried('on', ['audit=1'])

/** The kernel says there that Landlock is off, in the middle of a line perhaps. */
const withoutKernelLog = (line: string): string => line.replace(/\[ *\d+\.\d+\].*$/, '').trimEnd()

t.test('with Landlock off at boot each of its calls is EOPNOTSUPP, whatever it is given', async t => {
  const calls = ['create_ruleset', 'version', 'add_rule', 'restrict_self']
  t.same(
    off.map(withoutKernelLog),
    calls.map(call => `${call} EOPNOTSUPP`),
  )
})

t.test('no descriptor of a ruleset lacks an access: EPERM for one that does cannot be had', async t => {
  for (const line of [
    'reopened for reading ENXIO',
    'reopened for writing ENXIO',
    'add_rule by O_PATH EBADF',
    'restrict_self by O_PATH EBADF',
    'add_rule after F_SETFL OK',
  ])
    t.ok(found.includes(line), line)
})

t.test('a signal scope lets the threads of one process signal each other', async t => {
  t.ok(found.includes('a signal to its parent EPERM'))
  t.ok(found.includes('a signal to the other thread OK'))
})

t.test(
  'for all threads at once no_new_privs is handed on, by the caller that has it or by the flag',
  async t => {
    t.ok(found.includes('no_new_privs of the other thread 0'), 'without TSYNC it is not')
    t.ok(found.includes('no_new_privs by TSYNC 1'))
    t.ok(found.includes('no_new_privs of the caller 1'))
    t.ok(found.includes('no_new_privs by both flags 1'))
  },
)

t.test('the memory of a ruleset is accounted, and a limit is kept', async t => {
  t.ok(found.includes('memory of all rules accounted'))
  t.ok(found.includes('without a limit ended'))
  t.ok(found.includes('with a limit killed') || found.includes('a rule too much ENOMEM'))
})

/** The processes of which the init tells this. */
const pidsOf = (what: string): readonly string[] =>
  found.filter(line => line.startsWith(`${what} by `)).map(line => line.slice(what.length + 4))

type AuditRecord = { readonly event: string; readonly domain: string; readonly text: string }

const records = found.flatMap((line): readonly AuditRecord[] => {
  const [, event = '', domain = '', text = ''] =
    /^record type=\d+ audit\([\d.]+:(\d+)\): domain=([0-9a-f]+) (.*)$/.exec(line) ?? []
  return domain === '' ? [] : [{ event, domain, text }]
})

/** The domain that a process made, if it is told of. */
const domainOf = (pid: string): string | undefined =>
  records.find(({ text }) => text.includes(`status=allocated mode=enforcing pid=${pid} `))?.domain

t.test('records tell of a domain when it first denies and when it ends, with all that it denied', async t => {
  const pids = pidsOf('domain made')
  const domains = pids.flatMap(pid => domainOf(pid) ?? [])
  t.equal(new Set(domains).size, 2, 'each domain has an id of its own')
  for (const [index, domain] of domains.entries()) {
    const own = records.filter(record => record.domain === domain)
    const [denied, allocated, deallocated, ...further] = own
    t.same(further, [], 'denials of a quiet rule, and looks that are not to be logged, give no record')
    t.equal(denied?.text, 'blockers=net.bind_tcp saddr=127.0.0.1 src=1')
    t.equal(
      allocated?.text,
      `status=allocated mode=enforcing pid=${pids[index]} uid=0 exe="/init" comm="init"`,
    )
    t.equal(allocated?.event, denied?.event, 'in the same event')
    t.equal(deallocated?.text, 'status=deallocated denials=3', 'what a quiet rule silences is counted')
    t.not(deallocated?.event, denied?.event, 'an event on its own')
  }
})

t.test('who mutes later domains for all threads mutes those that another thread makes', async t => {
  const [alone, together] = [pidsOf('muted alone'), pidsOf('muted together')]
  t.match([alone.length, together.length], [1, 1])
  t.ok(domainOf(alone[0] ?? ''), 'without TSYNC the other thread is not muted')
  t.notOk(domainOf(together[0] ?? ''))
})

t.test('a look that is not to be logged is denied, and not counted', async t => {
  const looks = found.filter(line => line.startsWith('init is '))
  t.same(looks, ['init is shown', 'init is hidden', 'init is shown', 'init is hidden'])
})
