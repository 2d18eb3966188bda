import { initialState } from '../../../specs/model/initial-state.js'
import { step as model } from '../../../specs/model/step.js'
import { follow, type Position } from '../../../specs/model/walk.js'
import { covers, type Outcome } from '../../../specs/outcome.js'
import type { Spec } from '../../../specs/spec.js'
import type { Target } from '../../../specs/target.js'
import { readReportsOfPrograms } from '../../guest/ktap.js'
import { reasonOf } from '../../judge/causes.js'
import { isDeadlock, isHang } from '../../judge/hang.js'
import { type Divergence, judgeTest } from '../../judge/judge.js'
import type { ExpectedFailure } from '../../judge/known.js'
import type { Test } from '../../suite/suite.js'
import type { GuestEnd, Seen } from '../executor/executor.js'
import { mutated } from '../search/search.js'
import { isEmulators } from './emulator.js'

/** A program that a kernel answers otherwise than the model allows, or that ends the kernel. */
export type Finding = {
  readonly test: Test
  readonly divergence: Divergence
  /** What was observed of each op, as far as the program came. */
  readonly outcomes: readonly Outcome[]
  /** What the kernel said at its end, if the program ended it. */
  readonly console: string
}

/** What decides whether a program is a finding. */
export type Oracle = {
  readonly target: Target
  readonly specs: readonly Spec[]
  readonly known: readonly ExpectedFailure[]
}

/**
 * What became of a program: it agrees with the model, differs in a way that specs/known explains, is a finding, or did something after
 * which the model is silent. Or nobody can tell: it said too little of itself, or did not answer at all.
 */
export type ProgramVerdict =
  | { readonly kind: 'agrees' | 'known' | 'silent' }
  | { readonly kind: 'unjudged' | 'unanswered'; readonly why: string }
  | { readonly kind: 'finding'; readonly finding: Finding }

/**
 * The first thing that a program shows. One that said too little of itself is not judged, unless a guest was lost in it, and
 * not by the emulator's fault.
 */
export function verdictOf(
  test: Test,
  { observation, guest, isUnanswered }: Seen,
  { target, specs, known }: Oracle,
): ProgramVerdict {
  const { outcomes, detail } = observation
  if (isUnanswered === true) return { kind: 'unanswered', why: detail }
  if (guest !== undefined) return ofLost(test, outcomes, guest)
  const law = test.law === mutated.name ? mutated : specs.find(({ name }) => name === test.law)
  if (law === undefined) throw new Error(`no law ${test.law}`)
  const { end, divergences } = judgeTest(test, { spec: law, target, known }, observation)
  if (end === 'lost') return { kind: 'unjudged', why: detail || 'it told of more steps or fewer than it has' }
  const divergence = divergences.find(one => one.known === null)
  if (divergence !== undefined) return finding({ test, divergence, outcomes, console: '' })
  if (divergences.length > 0) return { kind: 'known' }
  const found = broken(test, outcomes, specs, target)
  if (found !== undefined) return finding(found)
  return { kind: isJudgedToItsEnd(target, test, outcomes) ? 'agrees' : 'silent' }
}

/** The finding of a verdict that is one. */
export const findingOf = (verdict: ProgramVerdict | undefined): Finding | undefined =>
  verdict?.kind === 'finding' ? verdict.finding : undefined

const finding = (one: Finding): ProgramVerdict => ({ kind: 'finding', finding: one })

function ofLost(test: Test, outcomes: readonly Outcome[], { end, console }: GuestEnd): ProgramVerdict {
  if (isEmulators(console)) return { kind: 'unjudged', why: 'the emulator erred' }
  return finding({ test, divergence: lostBy(test, end, console), outcomes, console: bounded(console) })
}

/** So much is kept of what a kernel said, half of it from the beginning: as many findings are held at the same time as there are kinds. */
const mostConsole = 2 ** 20

/** The same text, or its two ends in a string of its own. */
export function bounded(console: string): string {
  const left = console.length - mostConsole
  if (left <= 0) return console
  const ends = [console.slice(0, mostConsole / 2), console.slice(-mostConsole / 2)]
  return Buffer.from(ends.join(`\n[${left} characters are left out]\n`)).toString()
}

/** Whether the model speaks of every step, after what was observed before it: it may only after other outcomes. */
function isJudgedToItsEnd(target: Target, test: Test, outcomes: readonly Outcome[]): boolean {
  if (test.allowed.every(allowed => allowed.length === 1)) return true
  let live: readonly Position[] = [initialState]
  const { ops } = test.program
  return ops.every((_, step) => {
    const branches = follow(target, live, { ops, index: step }, model)
    const observed = outcomes[step]
    live = branches
      .filter(({ outcome }) => observed !== undefined && covers(outcome, observed))
      .map(({ next }) => next)
    return live.length > 0
  })
}

/** A trace that breaks a law that holds of every other one: it belongs to that law then, whatever it was drawn from. */
function broken(
  test: Test,
  outcomes: readonly Outcome[],
  specs: readonly Spec[],
  target: Target,
): Finding | undefined {
  const { name, id, program } = test
  const trace = program.ops.map((op, index) => ({ op, outcome: outcomes[index] ?? ('OK' as const) }))
  const law = specs.find(({ everywhere, holds }) => everywhere === true && !holds(trace, target))
  if (law === undefined) return undefined
  const divergence = { ...unexplained, law: law.name, test: name, program: id, observed: 'law broken' }
  return { test: { ...test, law: law.name }, divergence, outcomes, console: '' }
}

/** A program that a guest did not survive. */
function lostBy({ law, name, id }: Test, end: GuestEnd['end'], console: string): Divergence {
  const [report] = readReportsOfPrograms(console)
  return {
    ...unexplained,
    law,
    test: name,
    program: id,
    observed: report ?? lostText(end),
  }
}

const lostText = (end: GuestEnd['end']): string => `the guest was lost (${end})`

/** Whether the executor ended, of which nobody knows by whose hand. */
export const isExecutors = ({ divergence: { observed } }: Finding): boolean =>
  observed === lostText('exit') || observed === lostText('halt')

/** Whether threads of it wait for each other: that may come as seldom as they meet. */
export const showsDeadlock = ({ divergence: { stacks = [] } }: Finding): boolean => isDeadlock(stacks)

/**
 * Whether it may be nothing of the kernel, unless it comes back each time: the executor ended, or something took too long, as it does on
 * a busy machine.
 */
export const isDoubtfulFinding = (finding: Finding): boolean =>
  isExecutors(finding) || (isHang(finding.divergence.observed) && !showsDeadlock(finding))

/** Where no clause of the model says what was allowed. */
export const unexplained = {
  step: null,
  allowed: [],
  clause: '',
  why: '',
  cite: '',
  known: null,
} as const

/** Findings with the same key have the same reason, as far as can be told without looking. */
export const kindOf = ({ test, divergence }: Finding): string =>
  JSON.stringify(reasonOf({ ...divergence, ops: test.program.ops }))
