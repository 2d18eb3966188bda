import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { resolveKernel } from '../../generator/kernel/resolve.js'
import { imageOf } from '../../generator/kernel/store.js'
import { prepare } from '../../generator/run/prepare.js'
import { type ArchName, archOf, hostArch, parseArch } from '../../generator/shared/arch.js'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { exec } from '../../generator/shared/exec.js'
import { makeRoot, must } from './root.js'

/** Emulates a machine of another architecture on which somebody installed this program, and has its own kernel tested there, without QEMU. */
const arch = parseArch(process.argv[2] ?? 'arm64')
const progress = (text: string): void => console.error(text)
const ref = `debian:trixie@${arch}`
const folder = join(cacheFolder(), 'foreign-host', arch)

if (arch === hostArch) throw new Error(`this machine is ${arch}: name another architecture`)
await prepare(progress, [ref])
await mkdir(folder, { recursive: true })
await makeRoot(folder, arch, progress)
progress('packing what the machine starts from')
await must('sh', ['-c', 'cd root && find . | cpio -o -H newc --quiet | gzip -1 > ../initrd.gz'], {
  cwd: folder,
})
const { image } = imageOf(await resolveKernel(ref, progress))
const codes = await boot(image, arch)
const failed = codes.filter(code => !code.startsWith('# exit code 0 '))
console.log(`${codes.length - failed.length} of ${codes.length} commands ended with 0 on ${arch}`)
process.exitCode = codes.length === 3 && failed.length === 0 ? 0 : 1

/** Starts the machine, prints what it says, and returns how each command there ended. */
async function boot(kernel: string, of: ArchName): Promise<readonly string[]> {
  const { program, machine, cpus, console: terminal, options } = archOf(of).emulation
  const found: string[] = []
  const onLine = (line: string): void => {
    console.log(line)
    if (line.startsWith('# exit code ')) found.push(line.trim())
  }
  const append = [...options.first, 'rdinit=/init', 'panic=-1', 'quiet', ...options.last].join(' ')
  await exec(
    program,
    [
      ...[...machine, '-cpu', cpus.tcg, '-m', '6G', '-display', 'none', '-no-reboot'],
      ...['-chardev', 'stdio,id=console', ...terminal],
      ...['-kernel', kernel, '-initrd', join(folder, 'initrd.gz'), '-append', append],
    ],
    { onLine },
  )
  return found
}
