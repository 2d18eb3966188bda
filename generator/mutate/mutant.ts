import type { Node } from 'ts-morph'
import type { SourceFile } from '../shared/folders.js'
import type { FunctionId } from './visits.js'

/**
 * What a mistake is.
 * - `drop`: a guard is not there, or an outcome that is allowed is not.
 * - `flip`: a condition is negated.
 * - `reorder`: a guard comes after the one that follows it.
 * - `errno`: another errno, or one instead of success.
 * - `forget`: the op has its outcome and not its effect.
 * - `condition`: `&&` for `||`, `<` for `<=`, or a number that is one off.
 */
type MutationKind = 'drop' | 'flip' | 'reorder' | 'errno' | 'forget' | 'condition'

/** One mistake in one file of the model. */
export type Mutant = {
  /** Relative path and line: `specs/model/bind.ts:29`. */
  readonly place: string
  readonly path: string
  /** The function, or the constant, in which it is. */
  readonly in: string
  /** The innermost function around it; none where it is outside of any. */
  readonly around: FunctionId | undefined
  readonly kind: MutationKind
  /** The clauses whose literals stand in what is changed; none where the mistake is in a helper. */
  readonly clauses: readonly string[]
  /** What is changed, on one line, and what it becomes; empty for nothing. */
  readonly old: string
  readonly new: string
  /** The whole file with the mistake. */
  readonly content: string
}

/** A piece of a file that becomes another. */
type Edit = { readonly start: number; readonly end: number; readonly text: string }

/** A mistake as it is found: where, which, and what is said of it, which may be more than what is replaced. */
export type Mutation = {
  readonly node: Node
  readonly kind: MutationKind
  readonly edit: Edit
  readonly old?: string
  readonly new?: string
}

/** Replaces a whole node. */
export const replacing = (node: Node, kind: MutationKind, text: string): Mutation => ({
  node,
  kind,
  edit: { start: node.getStart(), end: node.getEnd(), text },
})

/** A text on one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The file with an edit made. */
export const edited = ({ content }: SourceFile, { start, end, text }: Edit): string =>
  content.slice(0, start) + text + content.slice(end)
