import { readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { writeWhole } from '../../shared/cache.js'
import type { Descriptor } from '../../shared/confine.js'
import { ToolError } from '../../shared/error.js'
import type { Exit } from '../../shared/exec.js'
import { execQemu, sandboxArgs } from './confine.js'
import { follow } from './follow.js'
import { monitorFile } from './monitor.js'

/** What to boot, and where its traces go. */
export type Guest = {
  /** Path of the kernel image. */
  readonly image: string
  /** Path of the archive that the kernel unpacks as its root. */
  readonly initrd: string
  /** Added to the kernel's command line, at its end, where it overrules ours. */
  readonly append: readonly string[]
  readonly accel: 'tcg' | 'kvm'
  /** `console.log`, `channel.log` and `qemu.txt` (the command line) are written into it. */
  readonly folder: string
  /** A guest that says no line for so long hangs, and is ended. */
  readonly silenceMs: number
  readonly onLine: (line: string) => void
  /** A guest that runs longer than this hangs, whatever it says; without it, there is no limit. */
  readonly deadlineMs?: number
  /** What the guest reads from a port of its own, as it comes. */
  readonly programs?: AsyncIterable<Uint8Array>
  /** Whether its state can be saved while it runs. */
  readonly monitored?: boolean
  /** A file with the state of a guest like this one, from which it goes on instead of booting. */
  readonly state?: string
  /** One if it is not said. */
  readonly processors?: number
  /** Under TCG: the guest's clock goes on by 4 ns an instruction and skips what is waited for, so it tells how much was done. */
  readonly counted?: boolean
  /** The program to boot with; without it `qemu-system-x86_64`. */
  readonly qemu?: string
}

/** How a guest ended: a panic or a hang is a finding about its kernel, so it is a value. */
export type Boot = {
  /** `halt` only if the guest came to its own end; `panic` also if it reset without a word. */
  readonly end: 'halt' | 'panic' | 'hang'
  /** What init, probe and suite printed: the virtio port's text, or the console's where there is no port. */
  readonly channel: string
  /** What the kernel printed. */
  readonly console: string
  readonly seconds: number
}

const pidFile = 'qemu.pid'

/** What init says last. */
const guestEnd = /^# guest end\r?$/m

/**
 * Warnings reach the console only above level 4, so `quiet` would hide a finding.
 * The rest skips what no test needs: self-tests of ciphers, calibrations, mitigations, the wait after a panic.
 */
const kernelOptions = [
  'console=ttyS0',
  'loglevel=5',
  'printk.time=1',
  'lsm=landlock',
  'mitigations=off',
  'panic=-1',
  'cryptomgr.notests',
  'no_timer_check',
  'tsc=reliable',
]

/** Boots a guest and waits for its end. Errors: E_MISSING without QEMU, E_QEMU if it cannot run, E_DISK. */
export async function boot(guest: Guest): Promise<Boot> {
  const { folder, onLine, silenceMs, qemu = 'qemu-system-x86_64', deadlineMs } = guest
  const started = Date.now()
  const args = [...(await sandboxArgs(qemu)), ...qemuArgs(guest)]
  await writeWhole(join(folder, 'qemu.txt'), commandLine(qemu, args, guest))
  let silent = false
  const onSilence = (): void => {
    silent = true
    void endBy(join(folder, pidFile))
  }
  const [channel, console] = [join(folder, 'channel.log'), join(folder, 'console.log')]
  const follower = follow({ channel, console, onLine, silenceMs, onSilence })
  const exit = await execQemu(
    qemu,
    args,
    { ...guest, descriptors: descriptorsOf(guest) },
    {
      ...(guest.programs === undefined ? {} : { inputs: guest.programs }),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    },
  ).finally(follower.stop)
  const said = await textOf(folder)
  await rm(join(folder, pidFile), { force: true })
  return { end: endOf(qemu, exit, said, silent), ...said, seconds: (Date.now() - started) / 1_000 }
}

/**
 * TCG takes a step for each byte that `rep movsb` and `rep stosb` move; without these features the kernel moves words. With five levels
 * of page tables (la57) an interrupt early at boot may look to KASAN like a wild access, and nothing here needs so much memory.
 */
const cpus: Readonly<Record<Guest['accel'], string>> = { kvm: 'max,-la57', tcg: 'max,-erms,-fsrm,-la57' }

/** Paths that QEMU writes to are relative to the guest's folder, so that no comma in them is read as an option. */
function qemuArgs({
  image,
  initrd,
  append,
  accel,
  processors = 1,
  counted,
  programs,
  monitored,
  state,
}: Guest): readonly string[] {
  return [
    ...['-nodefaults', '-nic', 'none', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...['-accel', accel, '-cpu', cpus[accel], '-smp', `${processors}`, '-m', '512'],
    ...(counted === true ? ['-icount', 'shift=2,sleep=off'] : []),
    ...[
      '-kernel',
      resolve(image),
      '-initrd',
      resolve(initrd),
      '-append',
      [...kernelOptions, ...append].join(' '),
    ],
    ...['-chardev', 'file,id=console,path=console.log', '-serial', 'chardev:console'],
    ...['-chardev', 'file,id=channel,path=channel.log', '-device', 'virtio-serial-pci'],
    ...['-device', 'virtserialport,chardev=channel,name=landlockstep', '-pidfile', pidFile],
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

const monitorOn = (fd: number): readonly string[] => [
  ...['-chardev', `socket,id=monitor,fd=${fd},server=on,wait=off`],
  ...['-mon', 'chardev=monitor,mode=control'],
]

/** As a shell would take it; what listens there must be given to it by other means. */
const commandLine = (qemu: string, args: readonly string[], { state }: Guest): string =>
  `${[qemu, ...args].map(quote).join(' ')}${state === undefined ? '' : ` 3<${quote(resolve(state))}`}\n`

/** QEMU's own input is what the guest reads there. */
const programsPort = [
  ...['-chardev', 'stdio,id=programs,signal=off'],
  ...['-device', 'virtserialport,chardev=programs,name=landlockstep.programs'],
]

/** Without a virtio port the guest speaks on its console, and what it said there is the channel's text. */
async function textOf(folder: string): Promise<{ readonly channel: string; readonly console: string }> {
  const console = await readFile(join(folder, 'console.log'), 'utf8')
  const channel = await readFile(join(folder, 'channel.log'), 'utf8')
  if (channel !== '') return { channel, console }
  const said = console.replaceAll('\r', '')
  await writeWhole(join(folder, 'channel.log'), said)
  return { channel: said, console }
}

function endOf(
  qemu: string,
  exit: Exit,
  { channel, console }: { readonly channel: string; readonly console: string },
  silent: boolean,
): Boot['end'] {
  if (console.includes('Kernel panic - not syncing')) return 'panic'
  if (silent || exit.timedOut) return 'hang'
  if (exit.exitCode !== 0) {
    const how = exit.exitCode === null ? `was ended by ${exit.signal}` : `exited with ${exit.exitCode}`
    const said = `${qemu} ${how} instead of running the guest; its words are below.`
    throw new ToolError('E_QEMU', said, { output: exit.stderr })
  }
  return guestEnd.test(channel) ? 'halt' : 'panic'
}

/** QEMU gets no time to tidy up: a guest that hangs may keep it from that. */
async function endBy(path: string): Promise<void> {
  const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10)
  try {
    if (pid > 1) process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
