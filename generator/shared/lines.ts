import { StringDecoder } from 'node:string_decoder'

/** Takes a text in pieces, and gives the lines that each piece ends, without their ends; a line that is not ended yet waits. */
export function linesOfPieces(): (piece: Buffer) => readonly string[] {
  const decoder = new StringDecoder('utf8')
  let pending = ''
  return piece => {
    const lines = (pending + decoder.write(piece)).split('\n')
    pending = lines.pop() ?? ''
    return lines
  }
}
