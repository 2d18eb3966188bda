import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { accelOf } from '../../guest/accel.js'
import type { GuestFile } from '../../guest/initramfs.js'
import { packGuest, type Tools } from '../../guest/machine.js'
import { boot } from '../../guest/qemu.js'
import { buildSelftest, hasSelftest } from '../../kernel/build-selftest.js'
import type { ImageKernel } from '../../kernel/resolve.js'
import type { Selftests } from '../../kernel/selftests.js'
import { ToolError } from '../../shared/error.js'
import type { Progress } from '../../shared/progress.js'

/** Those of upstream's tests that are about sockets, signals and Landlock's own calls. */
const followed = [
  'base_test',
  'net_test',
  'scoped_abstract_unix_test',
  'scoped_signal_test',
  'scoped_test',
] as const

/** All of them, and what some of them execute. */
const all = [...followed, 'audit_test', 'fs_test', 'ptrace_test', 'trace_test', 'tsync_test'] as const
const executed = ['true', 'wait-pipe', 'wait-pipe-sandbox', 'sandbox-and-launch'] as const

/** Where upstream's tests run, and what they need for that. */
type UpstreamGuest = {
  readonly kernel: ImageKernel
  readonly tools: Tools & { readonly trace: string }
  readonly selftests: Selftests
  readonly scratch: string
}

const silenceMs = 120_000

/** Runs those of upstream's tests that a program can follow, and returns the calls that they make, as `templates/guest/trace.c` tells them. Errors: those of a build, E_GUEST. */
export const watchUpstream = (guest: UpstreamGuest, progress: Progress): Promise<string> =>
  runUpstream(guest, { names: followed, append: [] }, progress)

/** Runs all of upstream's tests that the tree has, and returns what they print. Errors: those of a build, E_GUEST. */
export const runAllUpstream = (guest: UpstreamGuest, progress: Progress): Promise<string> =>
  runUpstream(
    guest,
    {
      names: [...all, ...executed].filter(name => hasSelftest(guest.selftests.folder, name)),
      append: ['landlockstep.unwatched=1'],
    },
    progress,
  )

/** Which programs, and what the guest's kernel is told. */
type UpstreamOrder = { readonly names: readonly string[]; readonly append: readonly string[] }

async function runUpstream(
  { kernel, tools, selftests, scratch }: UpstreamGuest,
  { names, append }: UpstreamOrder,
  progress: Progress,
): Promise<string> {
  const folder = join(scratch, 'upstream')
  await mkdir(folder, { recursive: true })
  const programs: GuestFile[] = []
  for (const name of names)
    programs.push({ path: `upstream/${name}`, from: await buildSelftest(selftests.folder, name, progress) })
  const busybox = join(selftests.folder, 'busybox')
  const files = [
    { path: 'suite', from: tools.trace },
    { path: 'bin/sh', from: busybox },
    { path: 'bin/ip', from: busybox },
    { path: 'tmp/busybox', from: busybox },
    ...programs,
  ]
  const initrd = await packGuest(kernel, tools, files, join(scratch, 'upstream.cpio'))
  const { accel } = await accelOf(kernel.image, initrd)
  const onLine = (line: string): void => {
    if (line.startsWith('# trace ')) progress(`running upstream's tests in a guest: ${line.slice(8)}`)
  }
  const { channel } = await boot({ image: kernel.image, initrd, accel, folder, append, silenceMs, onLine })
  if (channel.includes('# trace end')) return channel
  const output = channel.slice(-2_000)
  throw new ToolError('E_GUEST', "The guest of upstream's tests did not come to its end; run again.", {
    output,
  })
}
