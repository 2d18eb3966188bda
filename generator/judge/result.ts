import type { Program } from '../../specs/program.js'
import type { Outcome } from '../../specs/trace.js'
import type { ClaimResult, NotRunnable } from '../suite/suite.js'

/** `agree`: every outcome is allowed; `diverge`: one is not, or the kernel complained; `incomplete`: some are missing. */
export type Verdict = 'agree' | 'diverge' | 'incomplete'

/** What a run found, whole: every report is made from this record, and `--json` prints it. */
export type Result = {
  readonly verdict: Verdict
  readonly seed: number
  readonly kernels: readonly KernelResult[]
  /** Kernels that could not be had, or did not answer, with the reason; only where others were asked for, too. */
  readonly unavailable: readonly Unavailable[]
  /** How many laws had programs. */
  readonly laws: number
  /** How many clauses of the model decided an outcome that a kernel was seen to give. */
  readonly clauses: { readonly hit: number; readonly total: number }
  readonly divergences: readonly Finding[]
  /** The run's bundle, relative to the package. */
  readonly folder: string
}

/** A kernel that could not be run: the code and the sentence of the error. */
export type Unavailable = { readonly ref: string; readonly code: string; readonly why: string }

/** One kernel of a run; programs = agreed + diverged + known + lost. */
export type KernelResult = {
  readonly ref: string
  /** Where it comes from, in words. */
  readonly origin: string
  readonly release: string
  /** SHA-256 of the image; empty for the running kernel. */
  readonly sha256: string
  readonly abi: number
  readonly errata: number | null
  readonly programs: number
  readonly agreed: number
  readonly diverged: number
  readonly known: number
  readonly lost: number
  /** What was drawn and cannot run on this kernel; it counts nowhere else. */
  readonly notRunnable: readonly NotRunnable[]
  readonly laws: { readonly agreed: number; readonly total: number }
  /** Those of the laws that are kept cases, which run first. */
  readonly cases: { readonly agreed: number; readonly total: number }
  readonly clauses: { readonly hit: number; readonly total: number }
  /** Whether it does what it claims by ABI and errata, and only that. */
  readonly claims: readonly ClaimResult[]
  /** How many claims are not kept, or kept without being made; each makes the verdict `diverge`. */
  readonly brokenClaims: number
  /** What the kernel itself complained of: WARNING, BUG, KASAN, lockdep, hung task, panic. */
  readonly reports: readonly string[]
  /** What of the run nobody saw, a sentence each: guests that were lost, a console that is not there. It never agrees then. */
  readonly missing: readonly string[]
  /** What a reader should know about how it ran: TCG instead of KVM. */
  readonly notes: readonly string[]
  readonly seconds: Readonly<Record<string, number>>
  /** Kinds of sockets that a kernel may lack and this one has, built in or by a module: `SCTP`. */
  readonly sockets: readonly string[]
  /** Where its suite can be read, relative to the package, and the hash of what that is made of. */
  readonly suite: string
  readonly suiteId: string
  readonly folder: string
}

/** An observed outcome that the model does not allow, with all that a reader needs to settle it. */
export type Finding = {
  readonly kernel: string
  readonly law: string
  /** The law in words, and its place in the source. */
  readonly claim: string
  readonly place: string
  readonly test: string
  /** Content id of the program. */
  readonly program: string
  readonly ops: Program['ops']
  /** What was observed of each op, as far as the program came. */
  readonly outcomes: readonly Outcome[]
  /** The op; null if every outcome is allowed and yet the law does not hold. */
  readonly step: number | null
  readonly observed: string
  readonly allowed: readonly string[]
  readonly clause: string
  /** What the clause says, or why the difference is known; and where that stands. */
  readonly why: string
  readonly cite: string
  /** The entry of specs/known that explains it, by its file name. */
  readonly known: string | null
  /** The command that replays it. */
  readonly replay: string
}

/** The exit codes of the commands; 2 is also what our own failures exit with. */
export const exitCodes = { agree: 0, diverge: 1, incomplete: 2 } as const satisfies Record<Verdict, number>
