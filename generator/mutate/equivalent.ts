import type { Mutant } from './mutant.js'

/** Mistakes that no program can tell from the model, or that the model allows by purpose, with the reason. */
export type Equivalent = {
  /** File and function: `ports.ts overlap`. */
  readonly in: string
  readonly kind: Mutant['kind']
  /** A part of what the mistake is, as it is told: `old → new`. */
  readonly mistake: string
  readonly why: string
}

type Told = Omit<Mutant, 'content'>

/** A mistake in words: what was there, and what is there instead. */
export const told = ({ old, new: becomes }: Told): string =>
  `${old} → ${becomes === '' ? 'nothing' : becomes}`

/** Whether an entry is about a mistake. */
export const isAbout = (entry: Equivalent, mutant: Told): boolean =>
  mutant.path.endsWith(`/${entry.in.split(' ')[0]}`) &&
  mutant.in === entry.in.split(' ')[1] &&
  mutant.kind === entry.kind &&
  told(mutant).includes(entry.mistake)

/** Every reviewed entry. */
export const equivalents: readonly Equivalent[] = []
