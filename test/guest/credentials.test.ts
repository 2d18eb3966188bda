import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { initramfs } from '../../generator/guest/initramfs.js'
import { boot } from '../../generator/guest/qemu.js'
import { imageOf, resolveKernel } from '../../generator/kernel/resolve.js'
import { exec } from '../../generator/shared/exec.js'

const folder = await mkdtemp(join(tmpdir(), 'landlockstep-test-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))

const source = fileURLToPath(new URL('../data/guest/credentials.c', import.meta.url))
const init = join(folder, 'init')
const built = await exec('gcc', ['-static', '-Wall', '-Wextra', '-Werror', '-o', init, source])
if (built.exitCode !== 0) throw new Error(built.stderr)
const initrd = join(folder, 'initrd')
await initramfs([{ path: 'init', from: init }], initrd)
const { image } = imageOf(await resolveKernel('debian:trixie-backports', () => {}))
const guest = {
  image,
  initrd,
  append: [],
  folder,
  accel: 'tcg' as const,
  silenceMs: 60_000,
  onLine: () => {},
}
const { end, channel } = await boot(guest)
if (end !== 'halt') throw new Error(channel)
const found = [...channel.matchAll(/^promise: (.*?)\r?$/gm)].map(([, text = '']) => text)

t.test('a domain outlives credentials that a child replaces by those with another keyring', async t => {
  t.same(found.slice(0, 3), [
    'bind without a sandbox OK',
    'keyring replaced',
    'bind with replaced credentials EACCES',
  ])
})

t.test('the kernel connects for the core dump of a process where that may not connect by itself', async t => {
  t.same(found.slice(3), [
    'listen OK',
    'connect of its own EACCES',
    'connection for a core dump OK',
    'core dump is ELF',
    'crashed by signal 11',
  ])
})
