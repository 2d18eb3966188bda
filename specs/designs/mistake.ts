import type { Choices } from './decisions.js'

/** A mistake to plant into a design's kernel code: a text that stands in one place of the patched source, and what takes its place. */
export type Mistake = {
  readonly name: string
  /** What goes wrong by it. */
  readonly why: string
  /** Path from the top of the kernel's source. */
  readonly file: string
  readonly find: string
  readonly replace: string
  /** Why no program can notice it, if so. */
  readonly equivalent?: string
  /** What has to be chosen for this code to be there, if that is not usual. */
  readonly choices?: Choices
}

/** The version of Linux whose patches the mistakes are written for. */
export const mistakesFor = '7.3'

/** Name, reason, found text, replacement, and why no program can notice it, if so. */
type MistakeRow = readonly [name: string, why: string, find: string, replace: string, equivalent?: string]

/** Builds the mistakes of one file. */
export const mistakesIn = (
  file: string,
  rows: readonly MistakeRow[],
  choices?: Choices,
): readonly Mistake[] =>
  rows.map(([name, why, find, replace, equivalent]) => ({
    name,
    why,
    file,
    find,
    replace,
    ...(equivalent === undefined ? {} : { equivalent }),
    ...(choices === undefined ? {} : { choices }),
  }))
