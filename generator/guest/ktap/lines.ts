/** How the kernel starts each of its messages. */
const stamp = /\[ *\d+\.\d{6}\](?: |$)/

/** A line, and where it stands in the text: its number from 1, or that of the last of those over which it is spread. */
export type Line = { readonly at: number; readonly text: string }

/**
 * The whole lines of a recorded text, without their ends; what follows the last line end was cut off and is left out.
 * A message of the kernel that fell into the middle of a line becomes a line before it.
 */
export function numberedLines(text: string, first = 1): readonly Line[] {
  const lines: Line[] = []
  let begun = ''
  for (const [index, raw] of text.split('\n').slice(0, -1).entries()) {
    const [at, line] = [first + index, raw.replaceAll('\r', '')]
    const message = line.search(stamp)
    if (message < 0) {
      lines.push({ at, text: begun + line })
      begun = ''
    } else {
      lines.push({ at, text: line.slice(message) })
      begun += line.slice(0, message)
    }
  }
  return lines
}

/** The same without their places. */
export const linesOf = (text: string): readonly string[] => numberedLines(text).map(({ text }) => text)

/** A message of the kernel without its time stamp, or undefined. */
export function kernelMessage(line: string): string | undefined {
  const found = stamp.exec(line)
  return found?.index === 0 ? line.slice(found[0].length) : undefined
}
