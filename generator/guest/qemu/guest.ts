import type { ArchName } from '../../shared/arch.js'

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
  /** A guest that says no line for so long hangs. */
  readonly silenceMs?: number
  readonly onLine: (line: string) => void
  /** A guest that runs longer than this hangs, whatever it says; without it, there is no limit. */
  readonly deadlineMs?: number
  /** Whether a line tells that it got further; a guest that says others only hangs after a while. Without it, each line tells so. */
  readonly isProgress?: (line: string) => boolean
  readonly stallMs?: number
  /** So much it may say, and so much its kernel. */
  readonly bytes?: number
  /** Ends it at once. */
  readonly abort?: AbortSignal
  /** How often its time stamp counter counts in a millisecond, as far as that is known: on a busy machine a kernel may not find out. */
  readonly tscKhz?: number
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
  /** That of the kernel, if not this machine's. */
  readonly arch?: ArchName
  /** The program to boot with; without it QEMU's for that architecture. */
  readonly qemu?: string
}
