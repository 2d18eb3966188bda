import type { RunVerdict, TestResult } from '../judge/result.js'

/** One thing that was judged, as every format of test results has it. */
export type Entry = {
  /** Unique among those of its law. */
  readonly name: string
  /** `skipped` stands for what was left out of the run. */
  readonly status: TestResult['status'] | 'skipped'
  /** Whether anything came back of it; only of a lost one it may not. */
  readonly isSeen: boolean
  /** Why it does not agree, in one line; empty if it does. */
  readonly reason: string
  /** The test of the smallest program that shows the same, if that is another. */
  readonly sameAs?: string
  /** The same at length, line by line. */
  readonly details: readonly string[]
  /** Where its law stands, `specs/laws/denial-is-final.ts:9`; empty where that is not said. */
  readonly place: string
  /** How many milliseconds it took, where somebody measured. */
  readonly ms?: number
  /** What each retry in a fresh guest gave, if it ran again. */
  readonly votes?: readonly string[]
}

/** What was judged of one law. */
export type LawEntries = { readonly law: string; readonly entries: readonly Entry[] }

/** What was judged of one kernel. */
export type ReportSection = {
  readonly kernel: string
  /** What it is, in words. */
  readonly about: string
  readonly release: string
  /** SHA-256 of the image; empty where there is none. */
  readonly sha256: string
  readonly notes: readonly string[]
  /** How long it took, all stages together. */
  readonly seconds: number
  readonly groups: readonly LawEntries[]
}

/** A result as formats of test results have it: kernel, law, program. Nothing in it has more than one line. */
export type Outline = {
  readonly sections: readonly ReportSection[]
  readonly verdict: RunVerdict
  readonly judgedAt: string
  readonly folder: string
  /** The verdict in words. */
  readonly words: string
}
