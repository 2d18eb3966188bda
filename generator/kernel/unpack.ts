import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import { isModule, loadingOrder } from './modules.js'

/** A tar file and its members. */
export type Archive = { readonly tar: string; readonly members: readonly string[] }

/** Opens the data of a .deb; the tar file is put beside it. Error: E_KERNEL for a broken package. */
export async function openDeb(deb: string): Promise<Archive> {
  const tar = `${deb}.tar`
  const unpacked = await exec('dpkg-deb', ['--fsys-tarfile', deb], { outFile: tar })
  const listed = await exec('tar', ['-tf', tar])
  if (unpacked.exitCode !== 0 || listed.exitCode !== 0) {
    const said = `The package ${basename(deb)} is broken; try again, or choose another version.`
    throw new ToolError('E_KERNEL', said, { output: unpacked.stderr + listed.stderr })
  }
  return { tar, members: listed.stdout.split('\n').filter(member => member !== '') }
}

/** Takes one member out of an archive, to a path of our choice. */
export async function extract({ tar }: Archive, member: string, to: string): Promise<void> {
  const scratch = `${to}.unpacking`
  await mkdir(scratch, { recursive: true })
  const { exitCode, stderr } = await exec('tar', ['-xf', tar, '-C', scratch, '--no-same-owner', '--', member])
  if (exitCode !== 0) {
    const said = `${member} cannot be taken out of ${basename(tar)}; try again, or choose another version.`
    throw new ToolError('E_KERNEL', said, { output: stderr })
  }
  await rename(join(scratch, member), to)
  await rm(scratch, { recursive: true })
}

/** Takes out the image and, where there are any, the configuration and the modules that carry sockets. */
export async function takeKernel(archives: readonly Archive[], scratch: string, out: string) {
  const image = find(archives, /\/(boot\/vmlinuz-[^/]+|modules\/[^/]+\/vmlinuz)$/)
  if (image === undefined) return undefined
  await extract(image.archive, image.member, join(out, 'vmlinuz'))
  const config = find(archives, /\/(boot\/config-[^/]+|modules\/[^/]+\/config)$/)
  if (config !== undefined) await extract(config.archive, config.member, join(out, 'config'))
  return {
    config: config === undefined ? null : 'config',
    modules: await takeModules(archives, scratch, out),
  }
}

async function takeModules(
  archives: readonly Archive[],
  scratch: string,
  out: string,
): Promise<readonly string[]> {
  await mkdir(join(out, 'modules'), { recursive: true })
  const source = archives.find(({ members }) => members.some(member => isModule(member)))
  if (source === undefined) return []
  const order = await loadingOrder(source.members.filter(isModule), async member => {
    const to = join(scratch, basename(member))
    await extract(source, member, to)
    return to
  })
  return Promise.all(
    order.map(async (file, index) => {
      const name = `${String(index).padStart(2, '0')}-${basename(file)}`
      await rename(file, join(out, 'modules', name))
      return name
    }),
  )
}

function find(archives: readonly Archive[], pattern: RegExp) {
  return archives
    .flatMap(archive => archive.members.map(member => ({ archive, member })))
    .find(({ member }) => pattern.test(member))
}
