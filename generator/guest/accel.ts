import { readFileSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { archOf, hostArch } from '../shared/arch.js'
import { cached, sha256, type Terms, writeWhole } from '../shared/cache.js'
import { readJson } from '../shared/json.js'
import { findProgram } from '../shared/programs.js'
import { type AccelChoice, chooseAccel } from './qemu.js'

const file = 'choice.json'

const schema = z.strictObject({ accel: z.enum(['tcg', 'kvm']), note: z.string() })

const choiceIn = (folder: string): AccelChoice =>
  readJson(schema, readFileSync(join(folder, file), 'utf8'), file)

const terms: Terms = { needs: { [file]: 'file' }, check: choiceIn }

/** How guests of an architecture run on this machine, as a probe boot showed; kept until the machine restarts or its /dev/kvm or QEMU changes. */
export async function accelOf(image: string, initrd: string, arch = hostArch): Promise<AccelChoice> {
  if (arch !== hostArch) return { accel: 'tcg', note: `TCG, which is slower: this machine is no ${arch}` }
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  const key = sha256(JSON.stringify([boot, process.getuid?.(), await deviceOf('/dev/kvm'), await qemuFile()]))
  const kept = await cached('accel', key, terms, async dir =>
    writeWhole(join(dir, file), JSON.stringify(await chooseAccel(image, initrd))),
  )
  return choiceIn(kept)
}

async function deviceOf(path: string): Promise<unknown> {
  const stats = await stat(path).catch(() => undefined)
  return [stats?.mode, stats?.uid, stats?.gid, stats?.ctimeMs]
}

/** Which file QEMU is, by what changes with it. */
async function qemuFile(): Promise<unknown> {
  const path = findProgram(archOf().emulation.program)
  if (path === undefined) return undefined
  const { size, mtimeMs, ino } = await stat(path)
  return [path, size, mtimeMs, ino]
}
