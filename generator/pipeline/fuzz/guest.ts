import type { Kernel } from '../../kernel/resolve.js'
import { boot } from '../../qemu.js'
import { accelOf } from '../accel.js'
import { packGuest, type Tools } from '../machine.js'
import type { Start } from './executor.js'

const silenceMs = 60_000

/** A kernel that complains ends there, so that its complaint is about the program that ran. */
const strict = ['panic_on_warn=1', 'oops=panic', 'hung_task_panic=1', 'softlockup_panic=1']

/** The executor in guests of a kernel. */
export async function startGuest(kernel: Kernel, tools: Tools, binary: string, base: string): Promise<Start> {
  const initrd = await packGuest(kernel, tools, [{ path: 'suite', from: binary }], `${base}.cpio`)
  const { accel } = await accelOf(kernel.image, initrd)
  const guest = { image: kernel.image, initrd, append: strict, accel, silenceMs }
  return (programs, folder, onLine) => boot({ ...guest, programs, folder, onLine })
}
