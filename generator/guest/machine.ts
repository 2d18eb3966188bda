import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ImageKernel, Kernel } from '../kernel/resolve.js'
import { archOf } from '../shared/arch.js'
import { specsNotes } from '../shared/paths.js'
import { accelOf } from './accel.js'
import { type GuestFile, initramfs } from './initramfs.js'
import { type BootResult, boot, describeProtection } from './qemu.js'
import { hostTicks } from './ticks.js'

/** What probe and suite run on: a guest in QEMU, or the running kernel. */
export type Machine = {
  readonly kernel: Kernel
  /** What a reader should know about how it runs. */
  readonly notes: readonly string[]
  /** Makes ready to run, the suite too if its binary is given; a file of the folder may be needed until the end. */
  readonly pack: (suite: string | undefined, folder: string) => Promise<string>
  /** Runs the probe, and the suite. */
  readonly start: (
    packed: string,
    start: StartOptions,
    folder: string,
    onLine: (line: string) => void,
  ) => Promise<BootResult>
}

/** What part of a suite runs, and how. */
export type StartOptions = {
  /** The test to start from, by its number. */
  readonly from: number
  /** Only every second, third, … test from there on. */
  readonly each?: number
  /** How many processors a guest has. */
  readonly processors: number
  /** The only test that runs, by its name. */
  readonly only?: string
  /** After so many seconds a process of a test hangs; without it, after what the harness takes for it. */
  readonly patience?: number
  /** So long it may take in all. */
  readonly deadlineMs: number
  readonly isProgress?: (line: string) => boolean
  readonly abort?: AbortSignal
}

export type Tools = { readonly init: string; readonly probe: string; readonly ticks: string }

/** The kernel in QEMU, by KVM if that works here. */
export async function guest(kernel: ImageKernel, tools: Tools, scratch: string): Promise<Machine> {
  const bare = await packGuest(kernel, tools, [], join(scratch, 'probe.cpio'))
  const { arch } = kernel
  const { accel, note } = await accelOf(kernel.image, bare, arch)
  const tscKhz = await hostTicks(tools.ticks, arch)
  return {
    kernel,
    notes: [
      ...specsNotes(),
      ...(kernel.notes ?? []),
      ...(note === '' ? [] : [note]),
      await describeProtection(archOf(arch).emulation.program),
    ],
    pack: async (suite, folder) =>
      suite === undefined
        ? bare
        : packGuest(kernel, tools, [{ path: 'suite', from: suite }], join(folder, 'suite.cpio')),
    start: async (initrd, start, folder, onLine) =>
      boot({
        ...{ image: kernel.image, initrd, accel, folder, onLine, append: parameters(start) },
        ...start,
        ...(arch === undefined ? {} : { arch }),
        ...(tscKhz === undefined ? {} : { tscKhz }),
      }),
  }
}

/** What init makes options of the suite, or its environment. */
const parameters = ({ from, each, only, patience }: StartOptions): readonly string[] => [
  `landlockstep.from=${from}`,
  ...(each === undefined ? [] : [`landlockstep.each=${each}`]),
  ...(only === undefined ? [] : [`landlockstep.filter=${only}`]),
  ...(patience === undefined ? [] : [`${patienceVariable}=${patience}`]),
]

/** By this variable the harness is told how patient to be. */
export const patienceVariable = 'LANDLOCKSTEP_TIMEOUT'

/** Packs what a guest of that kernel starts from: init, probe, modules, and the files given. */
export async function packGuest(
  kernel: ImageKernel,
  tools: Tools,
  files: readonly GuestFile[],
  out: string,
): Promise<string> {
  const order = `${out}.order`
  await writeFile(order, kernel.modules.map(path => `${basename(path)}\n`).join(''))
  await initramfs(
    [
      { path: 'init', from: tools.init },
      { path: 'probe', from: tools.probe },
      ...files,
      { path: 'modules/order', from: order },
      ...kernel.modules.map(from => ({ path: `modules/${basename(from)}`, from })),
    ],
    out,
  )
  return out
}
