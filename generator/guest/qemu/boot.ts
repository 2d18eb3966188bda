import { join, resolve } from 'node:path'
import { archOf } from '../../shared/arch.js'
import { writeWhole } from '../../shared/cache.js'
import type { Descriptor } from '../../shared/confine.js'
import { shellWord } from '../../shared/shell-word.js'
import { execQemu, sandboxArgs } from './confine.js'
import { type Ending, endingOf } from './end.js'
import { guardOver } from './guard.js'
import type { Guest } from './guest.js'
import { monitorFile } from './monitor.js'
import { textOf } from './texts.js'

/** How a guest ended: what its kernel did is a finding about it, so it is a value, and so is what befell it. */
export type BootResult = Ending & {
  /** What init, probe and suite printed: the virtio port's text, or the console's where there is no port. */
  readonly channel: string
  /** What the kernel printed. */
  readonly console: string
  readonly seconds: number
}

/**
 * Warnings reach the console only above level 4, so `quiet` would hide a finding.
 * The rest skips what no test needs: self-tests of ciphers, calibrations, mitigations, the wait after a panic.
 */
const kernelOptions = [
  'loglevel=5',
  'printk.time=1',
  'lsm=landlock',
  'mitigations=off',
  'panic=-1',
  'cryptomgr.notests',
]

/** Boots a guest and waits for its end, which we bring about if it takes too much. Errors: E_MISSING without QEMU, E_QEMU if it cannot run, E_DISK. */
export async function boot(guest: Guest): Promise<BootResult> {
  const { folder, arch, programs } = guest
  const { qemu = archOf(arch).emulation.program } = guest
  const started = performance.now()
  const args = [...(await sandboxArgs(qemu)), ...qemuArgs(guest)]
  await writeWhole(join(folder, 'qemu.txt'), commandLine(qemu, args, guest))
  const { abort, onStart, stop, cause } = guardOver(guest)
  const needs = { ...guest, descriptors: descriptorsOf(guest) }
  const options = { abort, onStart, ...(programs === undefined ? {} : { inputs: programs }) }
  const exit = await execQemu(qemu, args, needs, options).finally(stop)
  const said = await textOf(guest)
  const seconds = (performance.now() - started) / 1_000
  return { ...endingOf({ qemu, accel: guest.accel, exit, ...said, cause: cause() }), ...said, seconds }
}

/** Paths that QEMU writes to are relative to the guest's folder, so that no comma in them is read as an option. */
function qemuArgs({
  image,
  initrd,
  append,
  accel,
  arch,
  processors = 1,
  counted,
  programs,
  monitored,
  state,
  tscKhz,
}: Guest): readonly string[] {
  const { machine, cpus, console, ports, options } = archOf(arch).emulation
  return [
    ...['-nodefaults', '-nic', 'none', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...machine,
    ...['-accel', accel, '-cpu', cpus[accel], '-smp', `${processors}`, '-m', '512'],
    ...(counted === true ? ['-icount', 'shift=2,sleep=off'] : []),
    ...[
      '-kernel',
      resolve(image),
      '-initrd',
      resolve(initrd),
      '-append',
      [
        ...options.first,
        ...kernelOptions,
        ...options.last,
        ...frequency(tscKhz, { accel, counted }),
        ...append,
      ].join(' '),
    ],
    ...['-chardev', 'file,id=console,path=console.log', ...console],
    ...['-chardev', 'file,id=channel,path=channel.log', '-device', ports],
    ...['-device', 'virtserialport,chardev=channel,name=landlockstep'],
    ...(programs === undefined ? [] : programsPort),
    ...(monitored === true ? monitorOn(monitorFd) : []),
    ...(state === undefined ? [] : ['-incoming', `fd:${monitored === true ? monitorFd + 1 : monitorFd}`]),
  ]
}

/** The first of the descriptors that QEMU is started with, as it may open no socket itself. */
const monitorFd = 3

const descriptorsOf = ({ monitored, state }: Guest): readonly Descriptor[] => [
  ...(monitored === true ? [{ listen: monitorFile }] : []),
  ...(state === undefined ? [] : [{ open: resolve(state) }]),
]

/** A guest is stopped while its state is saved; whoever goes on from there is not to be told so, and runs. */
const monitorOn = (fd: number): readonly string[] => [
  ...['-global', 'migration.store-global-state=off'],
  ...['-chardev', `socket,id=monitor,fd=${fd},server=on,wait=off`],
  ...['-mon', 'chardev=monitor,mode=control'],
]

/** As a shell would take it; what listens there must be given to it by other means. */
const commandLine = (qemu: string, args: readonly string[], { state }: Guest): string =>
  `${[qemu, ...args].map(shellWord).join(' ')}${state === undefined ? '' : ` 3<${shellWord(resolve(state))}`}\n`

/** Under TCG the guest counts what the host counts; KVM tells a kernel itself. */
const frequency = (
  tscKhz: number | undefined,
  { accel, counted }: { readonly accel: Guest['accel']; readonly counted: boolean | undefined },
): readonly string[] =>
  tscKhz === undefined || accel !== 'tcg' || counted === true ? [] : [`tsc_early_khz=${tscKhz}`]

/** QEMU's own input is what the guest reads there. */
const programsPort = [
  ...['-chardev', 'stdio,id=programs,signal=off'],
  ...['-device', 'virtserialport,chardev=programs,name=landlockstep.programs'],
]
