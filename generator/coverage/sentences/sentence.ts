import { sha256 } from '../../shared/hash.js'
import type { Paragraph } from './paragraph.js'

/** A sentence of a document: where it stands, what it is known by, and its words without markup. */
export type Sentence = { readonly section: string; readonly hash: string; readonly text: string }

/** A word after which a full stop ends no sentence. */
const abbreviated = /(?:^|[\s(])(?:e\.g|i\.e|cf|vs)\.$/i

/** Markup says nothing: how a name is set may change, and the sentence stays the same. */
const normal = (text: string): string =>
  text
    .replace(/:(?:manpage|ref|doc):/g, '')
    .replace(/[`*]|%(?=[A-Z])|&(?=struct|landlock_)/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** A paragraph in sentences. What has no two words is none. */
function split(text: string): readonly string[] {
  const found: string[] = []
  let rest = ''
  const parts = normal(text).split(/(?<=[.!?]["”)]*) /)
  for (const [index, part] of parts.entries()) {
    rest = rest === '' ? part : `${rest} ${part}`
    const goesOn = /\betc\.\)?$/.test(rest) && /^\(?[a-z]/.test(parts[index + 1] ?? '')
    if (abbreviated.test(rest) || goesOn) continue
    found.push(rest)
    rest = ''
  }
  return [...found, rest].filter(sentence => /[a-z]{2}.*\s.*[a-z]{2}/i.test(sentence))
}

/** The sentences of paragraphs, in their order; one that a section says twice is there once. */
export function sentencesOf(paragraphs: readonly Paragraph[]): readonly Sentence[] {
  const all = paragraphs.flatMap(({ section, text }) =>
    split(text).map(text => ({ section, hash: sha256(text).slice(0, 8), text })),
  )
  const seen = new Set<string>()
  return all.filter(({ section, hash }) => {
    const key = `${section} ${hash}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
