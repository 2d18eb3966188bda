/** How the kernel starts each of its messages. */
const stamp = /\[ *\d+\.\d{6}\](?: |$)/

/**
 * The whole lines of a recorded text, without their ends; what follows the last line end was cut off and is left out.
 * A message of the kernel that fell into the middle of a line becomes a line before it.
 */
export function linesOf(text: string): readonly string[] {
  const lines: string[] = []
  let begun = ''
  for (const raw of text.split('\n').slice(0, -1)) {
    const line = raw.replaceAll('\r', '')
    const at = line.search(stamp)
    if (at < 0) {
      lines.push(begun + line)
      begun = ''
    } else {
      lines.push(line.slice(at))
      begun += line.slice(0, at)
    }
  }
  return lines
}

/** A message of the kernel without its time stamp, or undefined. */
export function kernelMessage(line: string): string | undefined {
  const found = stamp.exec(line)
  return found?.index === 0 ? line.slice(found[0].length) : undefined
}
