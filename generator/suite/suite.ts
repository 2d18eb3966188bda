import type { Allowed, Outcome } from '../../specs/outcome.js'
import type { Program } from '../../specs/program.js'
import type { Feature, Target } from '../../specs/target.js'

/** A law as a reader knows it: its claim in words and its place in the source. */
export type Law = {
  /** Kebab case, the same as its file: `denial-is-final`. */
  readonly name: string
  /** The doc comment of the law, as one line. */
  readonly claim: string
  /** Relative path and line: `specs/laws/denial-is-final.ts:9`. */
  readonly place: string
}

/** One program with what the model allows. */
export type Test = {
  /** The C name, unique in a suite: `denial_is_final_0`. */
  readonly name: string
  readonly law: string
  /** The content id of the program. */
  readonly id: string
  readonly program: Program
  /** For each op, every outcome that the model allows. */
  readonly allowed: readonly (readonly Allowed[])[]
  /** For each op, the clauses that decided it. */
  readonly clauses: readonly (readonly string[])[]
}

/** Programs that were drawn and cannot run, because the kernel refused what they need. */
export type NotRunnable = { readonly feature: Feature; readonly refused: string; readonly programs: number }

/** What is generated for one target: the laws that have tests in it, and the tests in the order in which they run. */
export type Suite = {
  readonly target: Target
  readonly seed: number
  readonly laws: readonly Law[]
  readonly tests: readonly Test[]
  readonly notRunnable: readonly NotRunnable[]
}

/** How the fuzzer came to a case. */
export type CaseOrigin = {
  readonly kernel: {
    readonly ref: string
    readonly release: string
    readonly abi: number
    readonly errata: number | null
    readonly behaviours: readonly string[]
    readonly designs: readonly string[]
  }
  readonly seed: number
  /** The law that the program was drawn from. */
  readonly law: string
  /** The op that differs; null where every outcome is allowed and the law is broken, or the kernel did not survive. */
  readonly step: number | null
  /** An outcome, or what ended the program, or `law broken`. */
  readonly observed: string
  /** Where its threads were in the kernel, if an op was stuck. */
  readonly stacks?: readonly string[]
  readonly allowed: readonly string[]
  /** The clause that decided. */
  readonly clause: string
  /** What was observed of each op, as far as the program came. */
  readonly outcomes: readonly Outcome[]
  /** So many programs showed the same. */
  readonly programs: number
  /** So many of so many runs in a fresh guest gave it again. */
  readonly replayed: number
  readonly replays: number
}

/** A program that is kept for ever, with the reason and where that is said; one that the fuzzer found says how. */
export type RegressionCase = Program & {
  /** What its law says, in words. */
  readonly claim: string
  readonly why: string
  readonly cite: string
  /** What the step that it is about may give: that of `found`, else the last; without it, the law has to hold that was found broken. */
  readonly gives?: readonly Allowed[]
  readonly found?: CaseOrigin
}

/** What came back of one test; `done` is the only end at which every op has its outcome. */
export type Observation = {
  readonly end: 'done' | 'hang' | 'crash' | 'lost'
  /** One outcome per op; fewer if the program did not come to its end. */
  readonly outcomes: readonly Outcome[]
  /** In words, what ended it: `killed by signal 11`; empty when done. */
  readonly detail: string
  /** Of a hang, where its threads were in the kernel, where a guest could tell. */
  readonly stacks?: readonly string[]
}

/** What the programs say about one claim: how many would end otherwise without it, and did, or did not. */
export type ClaimResult = {
  /** `ABI 10` or `erratum 1`. */
  readonly claim: string
  readonly says: string
  readonly cite: string
  readonly isMade: boolean
  /** `untold` where no program of the suite tells. */
  readonly verdict: 'kept' | 'broken' | 'untold'
  /** Programs that did as claimed, and that did the contrary. */
  readonly kept: number
  readonly broken: number
  /** In words: what a broken claim comes to, or why an untold one is not told; empty for a kept one. */
  readonly words: string
}
