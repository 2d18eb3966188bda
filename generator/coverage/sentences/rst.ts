import type { Paragraph } from './paragraph.js'

const indentOf = (line: string): number => line.length - line.trimStart().length

const isBlank = (line: string): boolean => line.trim() === ''

/** A line below a title, or above and below one. */
const isRule = (line: string): boolean => /^([=~^*-])\1{2,}\s*$/.test(line)

/** What starts a paragraph of its own: an item of a list, or a parameter of kernel-doc. */
const startsItem = (line: string): boolean => /^\s*([-*]|\d+\.)\s/.test(line) || /^\s*@\w+:/.test(line)

/** A directive, a label or a comment, with all that is indented below it; the words of a note or a warning are text. */
const directive = /^\s*\.\.(\s|$)/
const worded = /^\s*\.\. (?:note|warning):: ?/

/** The number of the first line from `at` on that is not below something with this indentation. */
function endOfBlock(lines: readonly string[], at: number, indent: number): number {
  let end = at
  while (end < lines.length && (isBlank(lines[end] ?? '') || indentOf(lines[end] ?? '') > indent)) end++
  return end
}

/** The paragraphs of a text in reStructuredText, each in the section `top` or in that of the title above it. */
export function rstParagraphs(text: string, top: string): readonly Paragraph[] {
  const lines = text.split('\n')
  const found: Paragraph[] = []
  let section = top
  let words: string[] = []
  let indent = 0
  const end = (): void => {
    if (words.length > 0) found.push({ section, text: words.join(' ') })
    words = []
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (isBlank(line)) {
      // What is shown as it stands is no sentence.
      if (/::$/.test(words.at(-1) ?? '')) at = endOfBlock(lines, at, indent) - 1
      end()
    } else if (isRule(lines[at + 1] ?? '') && !isRule(line)) {
      end()
      section = line.trim()
      at++
    } else if (isRule(line)) end()
    else if (worded.test(line)) {
      end()
      indent = indentOf(line)
      words = [line.replace(worded, '').trim()].filter(word => word !== '')
    } else if (directive.test(line)) {
      end()
      at = endOfBlock(lines, at + 1, indentOf(line)) - 1
    } else if (!/^:[A-Z]\w*: /.test(line)) {
      if (startsItem(line)) end()
      if (words.length === 0) indent = indentOf(line)
      words.push(line.trim().replace(/^[-*]\s+/, ''))
    }
  }
  end()
  return found
}
