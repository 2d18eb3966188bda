import { bootsIn } from '../../guest/ktap.js'

/** What gcov calls data of one file of a kernel, by the path that the guest gives it. */
export type GcovData = ReadonlyMap<string, Buffer>

const form = /^# gcov (\S+) ([\da-f]+)\r?$/gm

function dataIn(text: string): GcovData {
  const pieces = new Map<string, Buffer[]>()
  for (const [, path = '', bytes = ''] of text.matchAll(form))
    pieces.set(path, [...(pieces.get(path) ?? []), Buffer.from(bytes, 'hex')])
  return new Map([...pieces].map(([path, parts]) => [path, Buffer.concat(parts)]))
}

/** What the kernel of each guest counted, as `templates/guest/gcov.c` tells it. */
export const countsIn = (channel: string): readonly GcovData[] =>
  bootsIn(channel)
    .map(({ text }) => dataIn(text))
    .filter(({ size }) => size > 0)
