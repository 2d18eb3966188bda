import { chmod, copyFile, lstat, mkdir, readdir, readFile, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { scratchFolder, writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'

/** A file of the guest: its path there, where it comes from, and its mode (0o755 without one). */
export type GuestFile = { readonly path: string; readonly from: string; readonly mode?: number }

/** Where the guest's init mounts things; the kernel brings /dev/console itself. */
const mountPoints = ['dev', 'proc', 'sys']

/**
 * Packs files into a cpio archive that a kernel unpacks as its root; the same files give the same bytes.
 * It is not compressed: QEMU hands it over at once, and the guest is slower at unpacking than the host at reading.
 * Errors: E_MISSING without cpio, E_FILE for a file that is not there, E_CPIO, E_DISK.
 */
export async function initramfs(files: readonly GuestFile[], out: string): Promise<void> {
  await scratchFolder(async scratch => {
    const root = join(scratch, 'root')
    for (const name of mountPoints) await mkdir(join(root, name), { recursive: true })
    for (const file of files) await copyInto(root, file)
    const archive = join(scratch, 'archive')
    await pack(root, await withoutTimes(root), archive)
    await writeWhole(out, await readFile(archive))
  })
}

async function copyInto(root: string, { path, from, mode = 0o755 }: GuestFile): Promise<void> {
  const target = join(root, path)
  await mkdir(dirname(target), { recursive: true })
  try {
    await copyFile(from, target)
  } catch (cause) {
    const said = `${from} cannot be read, so the guest would lack ${path}; run the command again to make it anew.`
    throw new ToolError('E_FILE', said, { cause })
  }
  await chmod(target, mode)
}

/** Names what is to be packed, in a fixed order, and takes the time of day out of it. */
async function withoutTimes(root: string): Promise<readonly string[]> {
  const names = ['.', ...(await readdir(root, { recursive: true }))].sort()
  for (const name of names.toReversed()) {
    const path = join(root, name)
    if ((await lstat(path)).isDirectory()) await chmod(path, 0o755)
    await utimes(path, 0, 0)
  }
  return names
}

async function pack(root: string, names: readonly string[], archive: string): Promise<void> {
  const args = [
    '--create',
    '--format=newc',
    '--reproducible',
    '--owner=+0:+0',
    '--quiet',
    `--file=${archive}`,
  ]
  const { exitCode, stderr } = await exec('cpio', args, { cwd: root, input: `${names.join('\n')}\n` })
  if (exitCode === 0) return
  throw new ToolError('E_CPIO', 'cpio could not pack the files of the guest; its words are below.', {
    output: stderr,
  })
}
