import { release } from 'node:os'
import { type Kernel, programsOf } from '../kernel/resolve.js'
import { archOf, hostArch } from '../shared/arch.js'
import { exec } from '../shared/exec.js'
import { version } from '../shared/version.js'

/** What made a run: versions of this package and of the tools; no QEMU for the running kernel. */
export async function toolVersions(kernel: Kernel): Promise<Readonly<Record<string, string>>> {
  const own = { landlockstep: version(), node: process.versions.node, host: release() }
  const programs = programsOf(kernel)
  const commands = {
    qemu: archOf(kernel.arch).emulation.program,
    gcc: programs === hostArch ? 'gcc' : archOf(programs).cross.command,
  }
  const names = (['gcc', 'qemu'] as const).filter(name => name !== 'qemu' || kernel.kind !== 'native')
  const found = await Promise.all(names.map(async name => [name, await firstLine(commands[name])] as const))
  return { ...own, ...Object.fromEntries(found) }
}

const firstLine = async (command: string): Promise<string> =>
  (await exec(command, ['--version'])).stdout.split('\n')[0]?.trim() ?? ''
