import { kernelDocParagraphs } from './kernel-doc.js'
import { roffParagraphs } from './roff.js'
import { rstParagraphs } from './rst.js'
import { type Sentence, sentencesOf } from './sentence.js'

/** The sentences of a document, by how its name says that it is written. */
export function readSentences(path: string, text: string): readonly Sentence[] {
  if (path.endsWith('.rst')) return sentencesOf(rstParagraphs(text, ''))
  if (/\.[ch]$/.test(path)) return sentencesOf(kernelDocParagraphs(text))
  return sentencesOf(roffParagraphs(text))
}
