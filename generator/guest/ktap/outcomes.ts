import type { Outcome } from '../../../specs/outcome.js'

/** Any name that looks like an errno counts: a kernel may answer one that the specs do not know. */
const isOutcome = (word: string): word is Outcome => /^(OK|E[A-Z0-9]+|=\S+)$/.test(word)

/** Outcomes with a blank between them, or undefined if one of them is none: a garbled line says nothing. */
export function outcomesOf(text: string): readonly Outcome[] | undefined {
  const words = text === '' ? [] : text.split(' ')
  return words.every(isOutcome) ? words : undefined
}
