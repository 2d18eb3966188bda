/** A mistake to plant into a design's kernel code: a text that stands in one place of the patched source, and what takes its place. */
export type Mistake = {
  readonly name: string
  /** What goes wrong by it. */
  readonly why: string
  /** Path from the top of the kernel's source. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** Builds the mistakes of one file, each from name, reason, found text and replacement. */
export const mistakesIn = (
  file: string,
  rows: readonly (readonly [name: string, why: string, find: string, replace: string])[],
): readonly Mistake[] => rows.map(([name, why, find, replace]) => ({ name, why, file, find, replace }))
