import type { KernelResult } from '../judge/result.js'
import type { Outline } from './entries.js'

/** One difference as a page tells it: a step with what was observed beside what is allowed, the clause, the C, and how to replay it. */
export type Difference = {
  /** The fragment that leads to it. */
  readonly id: string
  readonly kind: 'diverged' | 'flaky'
  readonly kernel: string
  readonly law: string
  readonly claim: string
  readonly place: string
  readonly test: string
  readonly program: string
  readonly difference: string
  /** What the two columns beside a step are. */
  readonly columns: readonly [string, string]
  readonly steps: readonly {
    readonly index: number
    readonly words: string
    readonly cells: readonly [string, string]
    readonly isWrong: boolean
  }[]
  readonly clause: string
  readonly why: string
  readonly cite: string
  readonly remarks: readonly string[]
  readonly replay: string
  /** A program in C that shows it by itself; empty where there is none. */
  readonly c: string
}

/** Clauses that were seen on a kernel, and those that were not, with what they say. */
export type Coverage = {
  readonly kernel: string
  readonly hit: number
  readonly total: number
  readonly unseen: readonly { readonly id: string; readonly says: string }[]
}

export type Times = { readonly kernel: string; readonly seconds: Readonly<Record<string, number>> }

/** What a page tells beside the outline. */
export type Page = {
  readonly outline: Outline
  readonly beforehand: readonly string[]
  /** What it came to in figures and pictures, kernel by kernel, before all else; empty where there are none. */
  readonly figures: readonly {
    readonly kernel: string
    readonly facts: readonly Fact[]
    readonly curves: readonly Curve[]
  }[]
  readonly differences: readonly Difference[]
  readonly coverage: readonly Coverage[]
  /** What was not run or not seen, a sentence each. */
  readonly unrun: readonly string[]
  readonly times: readonly Times[]
}

/** A figure with its name. */
export type Fact = { readonly name: string; readonly value: string | number }

/** Something that changes with time: seconds against values, none of them below 0. */
export type Curve = {
  readonly name: string
  readonly points: readonly (readonly [second: number, value: number])[]
}

/** Those of which somebody measured how long their stages took. */
export const timesOf = (kernels: readonly Pick<KernelResult, 'ref' | 'seconds'>[]): readonly Times[] =>
  kernels
    .filter(({ seconds }) => Object.keys(seconds).length > 0)
    .map(({ ref, seconds }) => ({ kernel: ref, seconds }))
