import type { Arbitrary } from 'fast-check'
import type { ModelStep } from './model/branch.js'
import type { Program } from './program.js'
import { has, type Target } from './target.js'
import type { Trace } from './trace.js'
import { ruleTypes } from './uapi/landlock.js'

/** A law: on which programs it speaks, and what must hold of every trace of them, the model's or a kernel's. */
export type Spec = {
  /** A claim in kebab case, the same as the file's name: `denial-is-final`. */
  readonly name: string
  /** Whether the law says anything about this target; without it, it does, from ABI 4 on. */
  readonly applies?: (target: Target) => boolean
  /** Whether it speaks about kernels before ABI 4, too, which have no right of the network. */
  readonly older?: true
  /** Its programs take seconds, where others take less than a millisecond: they run when a filter names the law. */
  readonly onDemand?: true
  /** Programs to draw from. */
  readonly programs: (target: Target) => Arbitrary<Program>
  /** Programs that every suite has, beside the drawn ones. */
  readonly always?: (target: Target) => readonly Program[]
  /** All programs there are, where they can be counted: chosen from before any is drawn. */
  readonly every?: (target: Target) => readonly Program[]
  readonly holds: (trace: Trace, target: Target) => boolean
  /** It holds of the trace of any program, not only of its own: then every program of the fuzzer is judged by it. */
  readonly everywhere?: true
  /** A deliberately wrong model: the law must fail on it, or it says nothing. */
  readonly refutedBy: (step: ModelStep) => ModelStep
}

/** What must hold by a law that nobody has written yet: nothing does, and no verdict is given as long as there is one. */
export const notWritten = (): boolean => false

/** Whether a law says anything about a target: without rights of the network only those that say so. */
export const speaks = ({ applies, older }: Spec, target: Target): boolean =>
  (has(target, ruleTypes.net_port) || older === true) && (applies === undefined || applies(target))
