import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { scratchFolder } from '../../generator/shared/cache.js'
import { exec } from '../../generator/shared/exec.js'

/**
 * Builds generator/report/ci/Containerfile and runs what is in it: `npx tsx test/report/containerfile.ts`, as root, with Debian's buildah, mmdebstrap and
 * debian-archive-keyring. It takes some minutes, so it is no test; no daemon and no registry of images is needed: the image that it starts from is made of
 * Debian's packages.
 */
const home = fileURLToPath(new URL('../../', import.meta.url))

/** A machine may reach npm through a proxy with a certificate of its own. */
const certificates = '/etc/ssl/certs/ca-certificates.crt'
const trusted = '/usr/local/share/host-certificates.crt'

async function run(command: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await exec(command, args, { onLine: line => console.log(line) })
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${exitCode}:\n${stderr}`)
  return stdout
}

/** What is committed, as a checkout has it. */
async function checkout(folder: string): Promise<string> {
  const [archive, context] = [join(folder, 'context.tar'), join(folder, 'context')]
  await mkdir(context)
  await run('git', '-C', home, 'archive', '--output', archive, 'HEAD')
  await run('tar', '-xf', archive, '-C', context)
  return context
}

await scratchFolder(async folder => {
  const store = ['--root', join(folder, 'store'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs']
  const buildah = (...args: readonly string[]) => run('buildah', ...store, ...args)
  const debian = join(folder, 'trixie.tar')
  await run('mmdebstrap', '--variant=apt', 'trixie', debian)
  const base = (await buildah('from', 'scratch')).trim()
  await buildah('add', base, debian, '/')
  if (existsSync(certificates)) {
    await buildah('add', base, certificates, trusted)
    await buildah('config', '--env', `NODE_EXTRA_CA_CERTS=${trusted}`, base)
  }
  await buildah('commit', base, 'docker.io/library/debian:trixie-slim')
  const context = await checkout(folder)
  const file = join(context, 'generator/report/ci/Containerfile')
  await buildah(
    'bud',
    '--isolation',
    'chroot',
    '--pull-never',
    '--tag',
    'landlockstep',
    '--file',
    file,
    context,
  )
  const made = (await buildah('from', '--pull-never', 'landlockstep')).trim()
  const inside = (...args: readonly string[]) =>
    buildah('run', '--isolation', 'chroot', made, 'generator/cli/landlockstep', ...args)
  await inside('run', '--kernel', 'debian:trixie', '--filter', 'denial-is-final')
  console.log('the image is built, and judges a kernel that it boots')
})
