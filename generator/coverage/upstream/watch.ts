import { basename, join } from 'node:path'
import { accelOf } from '../../guest/accel.js'
import { packGuest, type Tools } from '../../guest/machine.js'
import { boot } from '../../guest/qemu.js'
import { buildSelftest } from '../../kernel/build-selftest.js'
import type { ImageKernel } from '../../kernel/resolve.js'
import type { Selftests } from '../../kernel/selftests.js'
import { ToolError } from '../../shared/error.js'
import type { Progress } from '../../shared/progress.js'

/** Those of upstream's tests that are about sockets, signals and Landlock's own calls. */
const names = [
  'base_test',
  'net_test',
  'scoped_abstract_unix_test',
  'scoped_signal_test',
  'scoped_test',
] as const

/** Where a guest watches, and what it needs for that. */
type UpstreamWatch = {
  readonly kernel: ImageKernel
  readonly tools: Tools & { readonly trace: string }
  readonly selftests: Selftests
  readonly scratch: string
}

const silenceMs = 120_000

/** Runs upstream's tests in a guest and returns the calls that they make, as `templates/guest/trace.c` tells them. Errors: those of a build, E_GUEST. */
export async function watchUpstream(
  { kernel, tools, selftests, scratch }: UpstreamWatch,
  progress: Progress,
): Promise<string> {
  const programs: string[] = []
  for (const name of names) programs.push(await buildSelftest(selftests.folder, name, progress))
  const busybox = join(selftests.folder, 'busybox')
  const files = [
    { path: 'suite', from: tools.trace },
    { path: 'bin/sh', from: busybox },
    { path: 'bin/ip', from: busybox },
    { path: 'tmp/busybox', from: busybox },
    ...programs.map(from => ({ path: `upstream/${basename(from)}`, from })),
  ]
  const initrd = await packGuest(kernel, tools, files, join(scratch, 'upstream.cpio'))
  const { accel } = await accelOf(kernel.image, initrd)
  const onLine = (line: string): void => {
    if (line.startsWith('# trace ')) progress(`watching upstream's tests in a guest: ${line.slice(8)}`)
  }
  const { channel } = await boot({
    ...{ image: kernel.image, initrd, accel, folder: join(scratch, 'upstream') },
    ...{ append: [], silenceMs, onLine },
  })
  if (channel.includes('# trace end')) return channel
  throw new ToolError(
    'E_GUEST',
    "The guest that watches upstream's tests did not come to its end; run again.",
    {
      output: channel.slice(-2_000),
    },
  )
}
