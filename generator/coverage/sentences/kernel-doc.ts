import type { Paragraph } from './paragraph.js'
import { rstParagraphs } from './rst.js'

/** The comments of a C file that are documentation, each without its stars. */
const comments = (source: string): readonly string[] =>
  [...source.matchAll(/^[ \t]*\/\*\*\n(.*?)\*\/$/gms)].map(([, text = '']) =>
    text.replace(/^[ \t]*\* ?/gm, '').trimEnd(),
  )

/** The first line of a comment about something: `DOC: net_access`, `struct landlock_ruleset_attr - Ruleset definition.` */
const heading = /^(?:DOC: (.+)|((?:struct |enum )?\w+) - .*)\n/

/** The paragraphs of the kernel-doc in a C file; a section is what a comment is about, with the title in it if there is one. */
export function kernelDocParagraphs(source: string): readonly Paragraph[] {
  let about = ''
  return comments(source).flatMap(text => {
    const [line, doc, named] = heading.exec(text) ?? ['']
    about = doc ?? named ?? about
    return rstParagraphs(text.slice(line.length), about).map(({ section, text }) => ({
      section: section === about ? about : `${about}: ${section}`,
      text,
    }))
  })
}
