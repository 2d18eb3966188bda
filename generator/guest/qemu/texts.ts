import { open, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../../shared/cache.js'
import { usualLimits } from '../watch.js'
import type { Guest } from './guest.js'

/** Without a virtio port the guest speaks on its console, and what it said there is the channel's text. */
export async function textOf({ folder, bytes = usualLimits.bytes }: Pick<Guest, 'folder' | 'bytes'>) {
  const console = await textIn(join(folder, 'console.log'), bytes)
  const channel = await textIn(join(folder, 'channel.log'), bytes)
  if (channel !== '') return { channel, console }
  const said = console.replaceAll('\r', '')
  await writeWhole(join(folder, 'channel.log'), said)
  return { channel: said, console }
}

/** Of one that said too much, so much is kept of what it said first. */
const keptBytes = 8 * 2 ** 20

async function textIn(path: string, bytes: number): Promise<string> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size > bytes) await truncate(path, Math.min(bytes, keptBytes))
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}
