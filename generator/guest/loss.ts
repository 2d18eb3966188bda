import type { BootResult } from './qemu.js'

/** The test that began last in a text, by its name; empty if none did. */
export const lastBegun = (text: string): string =>
  [...text.matchAll(/^\s*# begin (\w+)\r?$/gm)].at(-1)?.[1] ?? ''

/** How a guest was lost and in what, in a sentence. */
export function lossOf(boot: BootResult): string {
  const name = lastBegun(boot.channel)
  const where = name === '' ? 'before the first program' : `in ${name}`
  if (boot.end === 'stopped')
    return `the run was ended ${name === '' ? where : `after ${name}`}: ${boot.detail}`
  const why = [...(boot.detail === '' ? [] : [boot.detail]), ...deaths(boot)]
  return `the guest was lost (${[boot.end, ...why].join(': ')}) ${where}`
}

/** What init says of how a program ended, and what the kernel says when it had no memory for it. */
const deaths = ({ channel, console }: BootResult): readonly string[] => [
  ...[...channel.matchAll(/^# init: (\S+ (?:was killed by signal|exited with) \d+)\r?$/gm)].map(
    ([, how = '']) => how,
  ),
  ...[...console.matchAll(/\b(Out of memory: Killed process \d+ \([^)\n]*\))/g)]
    .slice(-1)
    .map(([, what = '']) => what),
]
