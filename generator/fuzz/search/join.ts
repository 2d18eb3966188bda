import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { delayOf, isOneCall } from '../../../specs/ops/at-once.js'
import { lookedAt } from '../../../specs/ops/siblings.js'
import { actorsIn } from '../../../specs/ops/uses.js'
import { asOp, type Op, type Program } from '../../../specs/program.js'
import { restrictSelfFlags } from '../../../specs/uapi/landlock.js'

/** More units of delay are more than what a call takes. */
const mostDelay = 512

/** So many processes a program has at most: MAX_ACTORS of templates/harness/actors.h. */
const mostActors = 16

/** Of so many programs that wait for threads one has a thread that looks at its own /proc: where both stop, each one is waited for in vain. */
const lookedAtEvery = 8

/** Has some of the ops of a program begin at the same time. */
export type Join = (program: Program) => Program

const isAlone = (op: Op | undefined): boolean => op === undefined || delayOf(op) === undefined

/** Where an op and the one behind it can begin at the same time. */
const pairsIn = (ops: readonly Op[]): readonly number[] =>
  [...ops.keys()].filter(at => {
    const pair = ops.slice(at, at + 2)
    return pair.length === 2 && pair.every(isOneCall) && pair.every(isAlone) && isAlone(ops[at + 2])
  })

const nextActor = (ops: readonly Op[]): number =>
  1 + Math.max(0, ...ops.flatMap(op => [op.actor ?? 0, ...actorsIn(op)]))

const isLook = ({ kind }: Op): boolean => kind === 'look'

/** Whether a call waits for each thread of its process. */
const waitsForThreads = (op: Op): boolean =>
  op.kind === 'restrict_self' && ((op.flags ?? 0) & (1 << restrictSelfFlags.tsync.bit)) !== 0

/**
 * Two ops of a program, one behind the other, begin at the same time: the second one is done by a process of its own then, which is forked
 * for it, unless another process did it anyway. A program without such ops stays as it is. Now and then a thread looks at /proc while
 * another call waits for all threads. The same seed gives the same.
 */
export function joiner(seed: number): Join {
  const random = xoroshiro128plus(seed)
  const below = (count: number): number => uniformInt(random, 0, count - 1)
  const paired = (ops: readonly Op[]): readonly Op[] => {
    const pairs = pairsIn(ops)
    if (pairs.length === 0) return ops
    const at = pairs[below(pairs.length)] ?? 0
    const [one, other] = ops.slice(at, at + 2)
    if (one === undefined || other === undefined) return ops
    const at_once = below(2) * below(mostDelay)
    if ((one.actor ?? 0) !== (other.actor ?? 0)) return ops.with(at + 1, asOp({ ...other, at_once }))
    const child = nextActor(ops)
    if (child >= mostActors) return ops
    const forked: Op = { kind: 'fork', child, ...(one.actor === undefined ? {} : { actor: one.actor }) }
    return ops.toSpliced(at, 2, forked, one, asOp({ ...other, actor: child, at_once }))
  }
  const watched = (ops: readonly Op[]): readonly Op[] => {
    const last = ops.findLastIndex(waitsForThreads)
    if (last < 0 || below(lookedAtEvery) > 0) return ops
    const { actor } = ops[last] ?? {}
    const born = 1 + ops.findIndex(op => op.kind === 'fork' && op.child === actor)
    const starts = [...ops.keys()].filter(at => at >= born && at <= last && isAlone(ops[at]))
    const at = lookedAt[below(lookedAt.length)] ?? 'maps'
    const look: Op = { kind: 'look', at, ...(actor === undefined ? {} : { actor }) }
    return ops.toSpliced(starts[below(starts.length)] ?? born, 0, look)
  }
  return ({ ops }) => ({ ops: watched(paired(ops.filter(op => !isLook(op)))) })
}
