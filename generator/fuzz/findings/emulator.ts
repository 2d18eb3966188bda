/**
 * Whether a kernel's last words show a mistake of the emulator, and so nothing of the kernel: EFLAGS with one of the bits set
 * that no processor sets (Intel SDM, volume 1, 3.4.3: 22 to 31 are reserved and 0). TCG works flags out late, from what was
 * compared, and before QEMU 9 an exception may come in between and have the operand taken for the flags.
 */
export function isEmulators(console: string): boolean {
  const [, flags = '0'] = /\bEFLAGS: ([0-9a-f]{8})\b/.exec(console) ?? []
  return Number.parseInt(flags, 16) >>> 22 !== 0
}
