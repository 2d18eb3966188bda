import { StringDecoder } from 'node:string_decoder'

/** A line may have so many characters: the longest that a program of ours prints, the edges of a kernel's code, has less than half. */
const longestLine = 4 * 2 ** 20

/** What a line that was longer ends with, so that nobody understands what is left of it. */
export const cutMark = '… (cut here)'

/**
 * Takes a text in pieces, and gives the lines that each piece ends, without their ends; a line that is not ended yet waits.
 * Of a line that is longer than `longest`, the rest is left out, so that one without an end does not fill the memory.
 */
export function linesOfPieces(longest = longestLine): (piece: Buffer) => readonly string[] {
  const decoder = new StringDecoder('utf8')
  let parts: string[] = []
  let room = longest
  let isCut = false
  const add = (text: string): void => {
    if (text.length > room) isCut = true
    if (text.length > 0 && room > 0) parts.push(text.slice(0, room))
    room = Math.max(0, room - text.length)
  }
  const end = (): string => {
    const line = parts.join('') + (isCut ? cutMark : '')
    parts = []
    room = longest
    isCut = false
    return line
  }
  return piece => {
    const lines: string[] = []
    for (const [index, text] of decoder.write(piece).split('\n').entries()) {
      if (index > 0) lines.push(end())
      add(text)
    }
    return lines
  }
}
