import { type Dirent, lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { ArchName } from '../shared/arch.js'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import { isModule, loadingOrder } from './modules.js'

/** A tar file and its members. */
type TarMembers = { readonly tar: string; readonly members: readonly string[] }

/** Opens the data of a .deb; the tar file is put beside it. Error: E_KERNEL for a broken package. */
export async function openDeb(deb: string): Promise<TarMembers> {
  const tar = `${deb}.tar`
  const unpacked = await exec('dpkg-deb', ['--fsys-tarfile', deb], { outFile: tar })
  const listed = await exec('tar', ['-tf', tar])
  if (unpacked.exitCode !== 0 || listed.exitCode !== 0) {
    const said = `The package ${basename(deb)} is broken; try again, or choose another version.`
    throw new ToolError('E_KERNEL', said, { output: unpacked.stderr + listed.stderr })
  }
  return { tar, members: listed.stdout.split('\n').filter(member => member !== '') }
}

/**
 * Takes one member out of an archive, to a path of our choice. It must be a file with something in it: a link would have something else of this machine
 * taken for it. Error: E_KERNEL.
 */
export async function extract({ tar }: TarMembers, member: string, to: string): Promise<void> {
  const scratch = `${to}.unpacking`
  await mkdir(scratch, { recursive: true })
  const inside = member.replace(/^(\.?\/)+/, '')
  if (inside.split('/').includes('..')) throw unusable(tar, member, 'its path leads out of the archive')
  const args = ['-xf', tar, '-C', scratch, '--no-same-owner', '--no-same-permissions', '--', member]
  const { exitCode, stderr } = await exec('tar', args)
  if (exitCode !== 0) throw unusable(tar, member, 'tar does not unpack it', stderr)
  const why = whyNoFile(join(scratch, inside))
  if (why !== undefined) throw unusable(tar, member, why)
  await rename(join(scratch, inside), to)
  await rm(scratch, { recursive: true })
}

const unusable = (tar: string, member: string, why: string, output = ''): ToolError =>
  new ToolError(
    'E_KERNEL',
    `${member} cannot be taken out of ${basename(tar)} (${why}); try again, or choose another version.`,
    { output },
  )

/** Why what was unpacked is no use, in words; a folder on the way to it that is a link leads elsewhere, too. */
function whyNoFile(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 'it is not there'
  if (!stats.isFile() || stats.nlink !== 1) return 'it is a link or a device, not a file'
  return stats.size === 0 ? 'it is empty' : undefined
}

/**
 * Fails if a folder that an archive was unpacked into holds what is neither file nor folder, or a link that leads out of it: who reads or writes the
 * folder later would reach something else of this machine. Error: E_KERNEL.
 */
export function checkUnpacked(folder: string, archive: string): void {
  const wrong = strayIn(folder, '')
  if (wrong === undefined) return
  throw new ToolError(
    'E_KERNEL',
    `${archive} has something that no source has (${wrong}: a device, or a link that leads out of it), so nothing of it was kept; try again, or choose another version.`,
  )
}

function strayIn(root: string, below: string): string | undefined {
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    const path = join(below, entry.name)
    const wrong = entry.isDirectory() ? strayIn(root, path) : isStray(root, path, entry) ? path : undefined
    if (wrong !== undefined) return wrong
  }
  return undefined
}

function isStray(root: string, path: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return !entry.isFile()
  const to = readlinkSync(join(root, path))
  return isAbsolute(to) || join(dirname(path), to).split('/')[0] === '..'
}

/** Takes out the image and, where there are any, the configuration and the modules that carry sockets. */
export async function takeKernel(
  archives: readonly TarMembers[],
  scratch: string,
  out: string,
  arch?: ArchName,
) {
  const image = find(archives, /\/(boot\/vmlinu[xz]-[^/]+|modules\/[^/]+\/vmlinu[xz])$/)
  if (image === undefined) return undefined
  await extract(image.archive, image.member, join(out, 'vmlinuz'))
  const config = find(archives, /\/(boot\/config-[^/]+|modules\/[^/]+\/config)$/)
  if (config !== undefined) await extract(config.archive, config.member, join(out, 'config'))
  return {
    config: config === undefined ? null : 'config',
    modules: await takeModules(archives, scratch, out, arch),
  }
}

async function takeModules(
  archives: readonly TarMembers[],
  scratch: string,
  out: string,
  arch: ArchName | undefined,
): Promise<readonly string[]> {
  await mkdir(join(out, 'modules'), { recursive: true })
  const source = archives.find(({ members }) => members.some(member => isModule(member)))
  if (source === undefined) return []
  const take = async (member: string): Promise<string> => {
    const to = join(scratch, basename(member))
    await extract(source, member, to)
    return to
  }
  const order = await loadingOrder(source.members.filter(isModule), take, arch)
  return Promise.all(
    order.map(async (file, index) => {
      const name = `${String(index).padStart(2, '0')}-${basename(file)}`
      await rename(file, join(out, 'modules', name))
      return name
    }),
  )
}

function find(archives: readonly TarMembers[], pattern: RegExp) {
  return archives
    .flatMap(archive => archive.members.map(member => ({ archive, member })))
    .find(({ member }) => pattern.test(member))
}
