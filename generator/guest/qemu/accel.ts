import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { scratchFolder } from '../../shared/cache.js'
import { ToolError } from '../../shared/error.js'
import { type BootResult, boot } from './boot.js'

/** How guests are to run, and in words why. */
export type AccelChoice = { readonly accel: 'tcg' | 'kvm'; readonly note: string }

/** Where KVM and QEMU are, and how long the probe boot may take. */
type AccelOptions = { readonly device?: string; readonly qemu?: string; readonly deadlineMs?: number }

/**
 * KVM if a guest of this kernel comes to its end with it, else TCG: /dev/kvm may be missing, may not be ours to open,
 * may open and fail, or may spin without a word. Errors: E_MISSING without QEMU.
 */
export async function chooseAccel(
  image: string,
  initrd: string,
  { device = '/dev/kvm', qemu, deadlineMs = 10_000 }: AccelOptions = {},
): Promise<AccelChoice> {
  const closed = await whyClosed(device)
  if (closed !== undefined) return withoutKvm(closed)
  const boots = await scratchFolder(folder =>
    boot({
      ...{
        image,
        initrd,
        folder,
        deadlineMs,
        append: [],
        accel: 'kvm',
        silenceMs: deadlineMs,
        onLine: () => {},
      },
      ...(qemu === undefined ? {} : { qemu }),
    }).catch(unableToRun),
  )
  if (boots instanceof ToolError) return withoutKvm(`${device} opens but QEMU fails with it`)
  return fromBoot(boots, device, deadlineMs)
}

function fromBoot({ end, detail }: BootResult, device: string, deadlineMs: number): AccelChoice {
  const but = (what: string): AccelChoice => withoutKvm(`${device} opens but ${what}`)
  switch (end) {
    case 'halt':
      return { accel: 'kvm', note: `KVM: a probe boot with ${device} came to its end` }
    case 'panic':
    case 'reset':
      return but('a guest breaks down with it')
    case 'hang':
    case 'stay':
      return but(`a guest did not come to its end in ${deadlineMs / 1_000} s`)
    case 'flood':
    case 'clock':
    case 'stale-code':
      return but(`a guest went wrong with it: ${detail}`)
    case 'killed':
    case 'stopped':
      return but('QEMU fails with it')
  }
}

const withoutKvm = (why: string): AccelChoice => ({ accel: 'tcg', note: `TCG, which is slower: ${why}` })

async function whyClosed(device: string): Promise<string | undefined> {
  try {
    await access(device, constants.R_OK | constants.W_OK)
    return undefined
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return missing ? `this machine has no ${device}` : `${device} may not be opened by this user`
  }
}

function unableToRun(error: unknown): ToolError {
  if (error instanceof ToolError && error.code === 'E_QEMU') return error
  throw error
}
