import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Kernel } from '../kernel/resolve.js'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import { accelOf } from './accel.js'
import { type GuestFile, initramfs } from './initramfs.js'
import { type Boot, boot, describeProtection } from './qemu.js'

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
    start: Start,
    folder: string,
    onLine: (line: string) => void,
  ) => Promise<Boot>
}

/** The test to start from, by its number, and how many processors a guest has. */
export type Start = { readonly from: number; readonly processors: number }

export type Tools = { readonly init: string; readonly probe: string }

/** A guest that prints nothing for so long hangs; a test that hangs is ended by the harness well before. */
const silenceMs = 60_000

/** The kernel in QEMU, by KVM if that works here. */
export async function guest(kernel: Kernel, tools: Tools, scratch: string): Promise<Machine> {
  const bare = await packGuest(kernel, tools, [], join(scratch, 'probe.cpio'))
  const { accel, note } = await accelOf(kernel.image, bare)
  return {
    kernel,
    notes: [...(note === '' ? [] : [note]), await describeProtection()],
    pack: async (suite, folder) =>
      suite === undefined
        ? bare
        : packGuest(kernel, tools, [{ path: 'suite', from: suite }], join(folder, 'suite.cpio')),
    start: async (initrd, { from, processors }, folder, onLine) =>
      boot({
        image: kernel.image,
        initrd,
        processors,
        append: [`landlockstep.from=${from}`],
        accel,
        folder,
        silenceMs,
        onLine,
      }),
  }
}

/** Packs what a guest of that kernel starts from: init, probe, modules, and the files given. */
export async function packGuest(
  kernel: Kernel,
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

/** The kernel that runs now: both programs are started here, in namespaces of their own. */
export function native(kernel: Kernel, tools: Tools): Machine {
  return {
    kernel,
    notes: ['what the running kernel reports of itself is not seen'],
    pack: async suite => suite ?? '',
    start: async (suite, { from }, folder, onLine) => {
      await mkdir(folder, { recursive: true })
      const started = performance.now()
      const log = join(folder, 'channel.log')
      const probe = await output(tools.probe, [], () => {})
      const tests = suite === '' ? '' : await output(suite, ['--from', String(from)], onLine)
      const channel = `${probe}${tests}`
      await writeFile(log, channel)
      return { end: 'halt', channel, console: '', seconds: (performance.now() - started) / 1000 }
    },
  }
}

async function output(
  command: string,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<string> {
  const { stdout, stderr, exitCode, signal } = await exec(command, args, { onLine })
  if (exitCode === 0 || exitCode === 1 || (exitCode === 4 && stdout.includes('# target'))) return stdout
  throw new ToolError(
    'E_NATIVE',
    `${basename(command)} cannot run on this machine (${signal ?? `exit code ${exitCode}`}): it needs user and network namespaces; give a kernel for a guest by --kernel instead.`,
    { output: `${stdout.slice(-2000)}${stderr}` },
  )
}
