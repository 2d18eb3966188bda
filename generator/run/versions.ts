import { release } from 'node:os'
import { exec } from '../shared/exec.js'
import { version } from '../shared/version.js'

const commands = { qemu: 'qemu-system-x86_64', gcc: 'gcc' } as const

/** What made a run: versions of this package and of the tools; no QEMU for the running kernel. */
export async function toolVersions(ref: string): Promise<Readonly<Record<string, string>>> {
  const own = { landlockstep: version(), node: process.versions.node, host: release() }
  const names = (['gcc', 'qemu'] as const).filter(name => name !== 'qemu' || ref !== 'native')
  const found = await Promise.all(names.map(async name => [name, await firstLine(commands[name])] as const))
  return { ...own, ...Object.fromEntries(found) }
}

const firstLine = async (command: string): Promise<string> =>
  (await exec(command, ['--version'])).stdout.split('\n')[0]?.trim() ?? ''
