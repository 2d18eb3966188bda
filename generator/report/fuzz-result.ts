import type { Finding, Unavailable, Verdict } from '../judge/result.js'

/** What is found is confirmed before it is told, so that nothing is flaky. */
export type FuzzVerdict = Exclude<Verdict, 'flaky'>

/** Where a kernel leaves the model: an op, or null for the whole program; what it gave, and what was allowed by which clause. */
type Difference = Pick<
  Finding,
  | 'kernel'
  | 'law'
  | 'program'
  | 'ops'
  | 'step'
  | 'observed'
  | 'allowed'
  | 'clause'
  | 'why'
  | 'cite'
  | 'replay'
>

/** A finding after it was run again and made small, or as it was found if there was no time for that. */
export type Confirmed = Difference & {
  /** How many programs showed the same. */
  readonly programs: number
  /** So many of so many replays in a fresh guest gave it again; none of none if it was not run again. */
  readonly replayed: number
  readonly replays: number
  /** Where it was left: a folder, or only its program if it was not run again. */
  readonly folder: string
  /** What became of it among the kept cases, in words. */
  readonly kept: string
}

/** What was reached of a kernel's code: so many edges, and by function how many lead into it. */
export type Reached = { readonly edges: number; readonly functions: Readonly<Record<string, number>> }

/** Programs of one minute and their ops, and what was held at its end: MB by this process, in its scratch folder, and by the kernel in a guest. */
type Minute = {
  readonly programs: number
  readonly ops: number
  readonly host: number
  readonly descriptors: number
  readonly children: number
  readonly scratch: number
  readonly kernel?: number
}

/**
 * Seconds of processors: of this process for all kernels that it fuzzed at that time, and of their guests, or of what ran on this kernel. The
 * stages are what was done here for this one, in seconds by the clock.
 */
type Spent = {
  readonly host: number
  readonly kernels: number
  readonly stages: Readonly<Record<string, number>>
}

/** How many programs, by the reason. */
export type Reasons = Readonly<Record<string, number>>

/** What one kernel gave; programs = agreed + known + diverged + silent + lost. */
export type Fuzzed = {
  readonly ref: string
  readonly origin: string
  readonly release: string
  /** SHA-256 of the image; empty for the running kernel. */
  readonly sha256: string
  readonly abi: number
  readonly errata: number | null
  readonly verdict: FuzzVerdict
  /** Why it may be that nothing was found although there is something, a sentence each; empty unless so. */
  readonly missing: readonly string[]
  readonly programs: number
  readonly agreed: number
  readonly known: number
  readonly diverged: number
  /** They agree up to a step after which the model says nothing. */
  readonly silent: number
  /** Unjudged and unanswered ones together. */
  readonly lost: number
  /** They said too little of themselves to be judged. */
  readonly unjudged: Reasons
  /** They were sent, and no answer to them came. */
  readonly unanswered: Reasons
  /** Programs that came up and were not run, since the model says nothing about them; they count nowhere else. */
  readonly unmodelled: number
  /** How many laws programs were drawn from. */
  readonly laws: number
  readonly clauses: { readonly hit: number; readonly total: number }
  /** What the programs of the corpus cover: clauses of the model, pairs of them, edges of the kernel if it counts them. */
  readonly covered: {
    readonly corpus: number
    readonly clauses: number
    readonly pairs: number
    readonly edges: number
  }
  readonly notes: readonly string[]
  /** By stage; `fuzz` is the one in which new programs run. */
  readonly seconds: Readonly<Record<string, number>> & { readonly fuzz: number }
  /** Absent where the kernel has no KCOV. */
  readonly reached?: Reached
  /** The first whole minute and the last one, after two of them. */
  readonly minutes?: { readonly first: Minute; readonly last: Minute }
  readonly spent: Spent
}

/** What new programs came to on some kernels: `--json` prints this record. */
export type FuzzResult = {
  readonly verdict: FuzzVerdict
  readonly seed: number
  /** When it was judged, in UTC. */
  readonly judgedAt: string
  readonly kernels: readonly Fuzzed[]
  /** Kernels on which not a program ran, with the reason. */
  readonly unavailable: readonly Unavailable[]
  readonly laws: number
  readonly clauses: { readonly hit: number; readonly total: number }
  readonly divergences: readonly Confirmed[]
  /** Where each finding has a folder. */
  readonly folder: string
}

/** What part of the processors' time this process took. */
export const shareOf = ({ host, kernels }: Pick<Spent, 'host' | 'kernels'>): number => host / (host + kernels)
