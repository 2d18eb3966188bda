import { isWhole, type Section, type SentenceDocument } from '../../../specs/sentences/account.js'
import { sha256 } from '../../shared/hash.js'
import { readSentences } from './document.js'
import type { Sentence } from './sentence.js'

/** How a document differs from what is written of it. */
export type SentenceDifference = {
  readonly path: string
  readonly section: string
  /** A sentence that nothing is written of, one that is not there any more, or a section out of scope that has changed. */
  readonly kind: 'new' | 'gone' | 'changed'
  /** The sentence, or its key, or how the section would be written. */
  readonly text: string
}

/** What sentences are known by together. */
const hashOf = (sentences: readonly Sentence[]): string =>
  sha256(sentences.map(({ hash }) => hash).join(' ')).slice(0, 8)

type SentenceChange = Pick<SentenceDifference, 'kind' | 'text'>

function changesIn(section: Section, sentences: readonly Sentence[]): readonly SentenceChange[] {
  if (isWhole(section)) {
    const [count, hash] = [sentences.length, hashOf(sentences)]
    if (section.count === count && section.hash === hash) return []
    return [{ kind: 'changed', text: `whole('${section.reason}', ${count}, '${hash}')` }]
  }
  const there = new Set(sentences.map(({ hash }) => hash))
  const written = new Set(Object.keys(section).map(key => key.slice(0, 8)))
  return [
    ...sentences
      .filter(({ hash }) => !written.has(hash))
      .map(({ hash, text }): SentenceChange => ({ kind: 'new', text: `${hash} ${text}` })),
    ...Object.keys(section)
      .filter(key => !there.has(key.slice(0, 8)))
      .map((text): SentenceChange => ({ kind: 'gone', text })),
  ]
}

/** How the text of a document differs from what is written of its sentences. */
export function compareSentences(
  { path, sections }: SentenceDocument,
  text: string,
): readonly SentenceDifference[] {
  const sentences = readSentences(path, text)
  const titles = [...new Set([...sentences.map(({ section }) => section), ...Object.keys(sections)])]
  return titles.flatMap(title =>
    changesIn(
      sections[title] ?? {},
      sentences.filter(({ section }) => section === title),
    ).map(change => ({ path, section: title, ...change })),
  )
}
