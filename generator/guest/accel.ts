import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, sha256, writeWhole } from '../shared/cache.js'
import { type AccelChoice, chooseAccel } from './qemu.js'

/** How guests run on this machine, as a probe boot showed; kept until the machine restarts or its /dev/kvm changes. */
export async function accelOf(image: string, initrd: string): Promise<AccelChoice> {
  const kvm = await stat('/dev/kvm').catch(() => undefined)
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  const key = sha256(JSON.stringify([boot, process.getuid?.(), kvm?.mode, kvm?.uid, kvm?.gid, kvm?.ctimeMs]))
  const kept = await cached('accel', key, async dir =>
    writeWhole(join(dir, 'choice.json'), JSON.stringify(await chooseAccel(image, initrd))),
  )
  return JSON.parse(await readFile(join(kept, 'choice.json'), 'utf8')) as AccelChoice
}
