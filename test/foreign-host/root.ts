import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { aptState } from '../../generator/kernel/apt.js'
import { aptOptions } from '../../generator/kernel/apt-config.js'
import { type ArchName, archOf } from '../../generator/shared/arch.js'
import { proxySettings, variables } from '../../generator/shared/environment.js'
import { exec } from '../../generator/shared/exec.js'
import { packageFolder } from '../../generator/shared/paths.js'
import type { Progress } from '../../generator/shared/progress.js'

/** What a machine has that runs its own kernel through the suite, as Debian calls it. */
const packages = [
  ...['bash', 'coreutils', 'findutils', 'grep', 'sed', 'mount', 'util-linux', 'iproute2', 'procps'],
  ...['libc-bin', 'gcc', 'libc6-dev', 'make', 'nodejs'],
]

/** Runs a command to its end. Throws what it said if it failed. */
export async function must(command: string, args: readonly string[], options = {}): Promise<void> {
  const exit = await exec(command, args, options)
  if (exit.exitCode !== 0)
    throw new Error(`${command} ${args.slice(0, 3).join(' ')} …: ${exit.stdout}${exit.stderr}`)
}

/** Makes the file system of such a machine, with this program in it as `npm pack` packs it, in `folder`. */
export async function makeRoot(folder: string, arch: ArchName, progress: Progress): Promise<void> {
  const [root, debs] = [join(folder, 'root'), join(folder, 'debs')]
  await rm(root, { recursive: true, force: true })
  await mkdir(join(debs, 'partial'), { recursive: true })
  await download(debs, arch, progress)
  progress('unpacking packages')
  await mkdir(join(root, 'app'), { recursive: true })
  for (const name of await readdir(debs))
    if (name.endsWith('.deb')) await must('dpkg-deb', ['-x', join(debs, name), root])
  await tidy(root)
  progress('packing this program')
  await must('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: packageFolder })
  const packed = (await readdir(folder)).find(name => name.endsWith('.tgz')) ?? ''
  const target = [`--cpu=${archOf(arch).node}`, '--os=linux', '--ignore-scripts']
  const env = { ...proxySettings(), ...variables(['NODE_EXTRA_CA_CERTS']) }
  await must('npm', ['install', '--silent', '--prefix', join(root, 'app'), ...target, join(folder, packed)], {
    env,
  })
  await copyFile(fileURLToPath(new URL('init.sh', import.meta.url)), join(root, 'init'))
  await chmod(join(root, 'init'), 0o755)
}

async function download(debs: string, arch: ArchName, progress: Progress): Promise<void> {
  const state = await aptState('trixie', progress, arch)
  progress('downloading packages')
  const options = [...aptOptions(state), '-o', `Dir::Cache::archives=${debs}`]
  const install = ['install', '-y', '--download-only', '--no-install-recommends', ...packages]
  await must('apt-get', [...options, ...install], { env: { APT_CONFIG: join(state, 'etc/apt.conf') } })
}

/** What the scripts of the packages would do, as far as it matters, and without what nobody reads. */
async function tidy(root: string): Promise<void> {
  for (const [name, to] of [
    ['bin/sh', 'bash'],
    ['usr/bin/cc', 'gcc'],
  ] as const)
    if (!existsSync(join(root, name))) await symlink(to, join(root, name))
  for (const name of ['doc', 'man', 'locale', 'info'])
    await rm(join(root, 'usr/share', name), { recursive: true, force: true })
}
