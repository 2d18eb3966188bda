import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { initramfs } from '../../generator/guest/initramfs.js'
import { boot } from '../../generator/guest/qemu.js'
import { resolveKernel } from '../../generator/kernel/resolve.js'
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
const { image } = await resolveKernel('debian:trixie-backports', () => {})

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

t.test('with Landlock off at boot each of its calls is EOPNOTSUPP, whatever it is given', async t => {
  const calls = ['create_ruleset', 'version', 'add_rule', 'restrict_self']
  t.same(
    off,
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

/** The records of a domain, each as its event and the rest of it. */
const recordsOf = (domain: string): readonly (readonly [string, string])[] =>
  found.flatMap(line => {
    const [, event = '', id, rest = ''] =
      /^record type=\d+ audit\([\d.]+:(\d+)\): domain=([0-9a-f]+) (.*)$/.exec(line) ?? []
    return id === domain ? [[event, rest] as const] : []
  })

t.test('records tell of a domain when it first denies and when it ends, with all that it denied', async t => {
  const pids = found.flatMap(line => /^domain made by (\d+)$/.exec(line)?.[1] ?? [])
  const domains = [...new Set(found.flatMap(line => /^record .* domain=([0-9a-f]+) /.exec(line)?.[1] ?? []))]
  t.equal(domains.length, 2, 'each domain has an id of its own')
  for (const [index, domain] of domains.entries()) {
    const [denied, allocated, deallocated, ...further] = recordsOf(domain)
    t.same(further, [], 'denials of a quiet rule, and looks that are not to be logged, give no record')
    t.equal(denied?.[1], 'blockers=net.bind_tcp saddr=127.0.0.1 src=1')
    t.equal(
      allocated?.[1],
      `status=allocated mode=enforcing pid=${pids[index]} uid=0 exe="/init" comm="init"`,
    )
    t.equal(allocated?.[0], denied?.[0], 'in the same event')
    t.equal(deallocated?.[1], 'status=deallocated denials=3', 'what a quiet rule silences is counted')
    t.not(deallocated?.[0], denied?.[0], 'an event on its own')
  }
})

t.test('a look that is not to be logged is denied, and not counted', async t => {
  const looks = found.filter(line => line.startsWith('init is '))
  t.same(looks, ['init is shown', 'init is hidden', 'init is shown', 'init is hidden'])
})
