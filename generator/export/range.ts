import { newestAbi } from '../../specs/additions.js'
import { errata } from '../../specs/errata.js'
import { predict } from '../../specs/model/predict.js'
import type { Program } from '../../specs/program.js'
import type { Behaviour, Target } from '../../specs/target.js'

/** On which kernels a program gives what it does on the target. */
export type KernelRange = {
  /** The first ABI, and the last one unless it is the newest that is known. */
  readonly from: number
  readonly to: number | undefined
  /** The erratum that has to be fixed, if it is about one; about more than one it is for the target's ABI on. */
  readonly erratum: number | undefined
  /** What kernels of older ABIs may do otherwise, without a word: it is then for the target's ABI on. */
  readonly behaviours: readonly Behaviour[]
}

/** Of whatever a kernel may do without saying so. */
const behaviours: Readonly<Record<Behaviour, true>> = {
  flags_before_privilege: true,
  hook_by_right: true,
  fastopen_checked: true,
  unspec_like_stack: true,
  mute_with_tsync: true,
  early_mute: true,
  socket_in_records: true,
}

const isBehaviour = (name: string): name is Behaviour => Object.hasOwn(behaviours, name)

const withMask = (target: Target, mask: number): Target => ({ ...target, errata: mask })

/** Without it where a kernel has it, and with it where it has not. */
const toggled = (target: Target, one: Behaviour): Target => ({
  ...target,
  behaviours: target.behaviours.includes(one)
    ? target.behaviours.filter(other => other !== one)
    : [...target.behaviours, one],
})

/** Where the outcomes of a program, as the target has them, hold. */
export function rangeOf(target: Target, program: Program): KernelRange {
  const on = (other: Target): string => JSON.stringify(predict(other, program)?.allowed)
  const here = on(target)
  const isSame = (abi: number): boolean => on({ ...target, abi }) === here
  let from = target.abi
  while (from > 1 && isSame(from - 1)) from -= 1
  let to = target.abi
  while (to < newestAbi && isSame(to + 1)) to += 1
  const mask = target.errata ?? 0
  const fixes = errata.filter(
    ({ number }) => (mask >> (number - 1)) & 1 && on(withMask(target, mask & ~(1 << (number - 1)))) !== here,
  )
  const silent = Object.keys(behaviours)
    .filter(isBehaviour)
    .filter(one => on(toggled(target, one)) !== here)
  return {
    from: silent.length > 0 || fixes.length > 1 ? target.abi : from,
    to: to === newestAbi ? undefined : to,
    erratum: fixes[0]?.number,
    behaviours: silent,
  }
}
