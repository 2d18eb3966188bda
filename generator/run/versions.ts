import { release } from 'node:os'
import type { Kernel } from '../kernel/resolve.js'
import { archOf, hostArch } from '../shared/arch.js'
import { exec } from '../shared/exec.js'
import { version } from '../shared/version.js'

/** What made a run: versions of this package and of the tools; no QEMU for the running kernel. */
export async function toolVersions({
  kind,
  arch = hostArch,
}: Pick<Kernel, 'kind' | 'arch'>): Promise<Readonly<Record<string, string>>> {
  const own = { landlockstep: version(), node: process.versions.node, host: release() }
  const { emulation, cross } = archOf(arch)
  const commands = { qemu: emulation.program, gcc: arch === hostArch ? 'gcc' : cross.command }
  const names = (['gcc', 'qemu'] as const).filter(name => name !== 'qemu' || kind !== 'native')
  const found = await Promise.all(names.map(async name => [name, await firstLine(commands[name])] as const))
  return { ...own, ...Object.fromEntries(found) }
}

const firstLine = async (command: string): Promise<string> =>
  (await exec(command, ['--version'])).stdout.split('\n')[0]?.trim() ?? ''
