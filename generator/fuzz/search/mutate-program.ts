import fc from 'fast-check'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { anyOp, anyOpOf } from '../../../specs/arbitrary/any-op.js'
import { positionsBefore } from '../../../specs/model/predict.js'
import { step } from '../../../specs/model/step.js'
import { follow } from '../../../specs/model/walk.js'
import { actorsIn } from '../../../specs/ops/uses.js'
import { asOp, type Op, type Program } from '../../../specs/program.js'
import type { Target } from '../../../specs/target.js'

/** Makes a program out of others, of which there is at least one: one of them with a few changes. */
type ProgramMutator = (pool: readonly Program[]) => Program

/** So many ops a mutated program has at most. */
export const mostOps = 30

/** A change to ops; what it puts in comes from other programs, or is drawn. */
type ProgramMutation = (ops: readonly Op[], other: readonly Op[]) => readonly Op[]

/**
 * The same seed and the same pool give the same programs. Whether one of them makes sense is not known here: a field may have a
 * value that goes ill with the others, and an op may speak of what is not there.
 */
export function programMutator(seed: number, target: Target): ProgramMutator {
  const random = xoroshiro128plus(seed)
  const below = (count: number): number => uniformInt(random, 0, count - 1)
  const pick = <T>(from: readonly T[]): T => {
    const one = from[below(from.length)]
    if (one === undefined) throw new Error('there is nothing to pick from')
    return one
  }

  /** A few ops in a row, such as those that make a layer. */
  const run = (ops: readonly Op[]): readonly Op[] => {
    const start = below(ops.length)
    return ops.slice(start, start + 1 + below(longestRun))
  }
  const insert: ProgramMutation = (ops, other) => ops.toSpliced(below(ops.length + 1), 0, ...run(other))
  const remove: ProgramMutation = ops => ops.toSpliced(below(ops.length), 1)
  const repeat: ProgramMutation = ops => insert(ops, ops)
  const move: ProgramMutation = ops => {
    const from = below(ops.length)
    const [op] = ops.slice(from, from + 1)
    const without = ops.toSpliced(from, 1)
    return op === undefined ? ops : without.toSpliced(below(without.length + 1), 0, op)
  }
  const cross: ProgramMutation = (ops, other) => [
    ...ops.slice(0, 1 + below(ops.length)),
    ...other.slice(below(other.length)),
  ]
  const alter: ProgramMutation = (ops, other) => {
    const at = below(ops.length)
    const op = ops[at]
    const alike = other.filter(({ kind }) => kind === op?.kind)
    return op === undefined || alike.length === 0 ? ops : ops.with(at, withOther(op, pick(alike)))
  }

  /** One field as the other has it, or only a part of that field. */
  const exchange = (one: object, other: object): object => {
    const field = pick(Object.keys({ ...one, ...other }))
    const [mine, its] = [Reflect.get(one, field), Reflect.get(other, field)]
    const mixed: Record<string, unknown> = { ...one }
    if (!(field in other)) delete mixed[field]
    else mixed[field] = isRecord(mine) && isRecord(its) && below(2) === 0 ? exchange(mine, its) : its
    return mixed
  }
  const withOther = (op: Op, other: Op): Op => asOp({ ...exchange(op, other), kind: op.kind })

  const any = anyOp(target)
  const draw = (from: typeof any, count: number): readonly Op[] =>
    fc.sample(from, { seed: below(2 ** 31), numRuns: count })

  /** One field as it is drawn. */
  const redraw: ProgramMutation = ops => {
    const at = below(ops.length)
    const op = ops[at]
    const drawn = op === undefined ? [] : draw(anyOpOf(target, op.kind), 1)
    return op === undefined || drawn[0] === undefined ? ops : ops.with(at, withOther(op, drawn[0]))
  }

  /** An op of any kind comes into a program that makes sense, the first of a few about which the model says something there. */
  const enrich = (ops: readonly Op[]): readonly Op[] => {
    const at = below(ops.length + 1)
    const drawn = draw(any, mostDrawn)
    const [last] = drawn
    if (last === undefined) return ops
    const before = positionsBefore(target, { ops: [...ops.slice(0, at), last] }).at(-1) ?? []
    const fitting = drawn.find(op => follow(target, before, { ops: [op], index: 0 }, step).length > 0)
    return fitting === undefined ? ops : ops.toSpliced(at, 0, fitting)
  }

  const changes: readonly ProgramMutation[] = [
    insert,
    insert,
    remove,
    repeat,
    move,
    cross,
    alter,
    alter,
    alter,
    redraw,
  ]

  return pool => {
    let { ops } = pick(pool)
    if (below(enrichedEvery) === 0) ops = enrich(ops)
    for (let left = 1 + below(mostChanges); left > 0 && ops.length > 0; left -= 1)
      ops = pick(changes)(ops, pick(pool).ops)
    return { ops: withoutStrangers(ops).slice(0, mostOps) }
  }
}

/** What is left without ops of, or about, actors that nobody forked before, and forks of those that are there. */
function withoutStrangers(ops: readonly Op[]): readonly Op[] {
  const there = new Set([0])
  return ops.filter(op => {
    if (!there.has(op.actor ?? 0)) return false
    if (op.kind !== 'fork') return actorsIn(op).every(actor => there.has(actor))
    return !there.has(op.child) && there.add(op.child)
  })
}

/** Of so many programs one has an op more that is drawn by itself, out of so many that are tried there. */
const enrichedEvery = 4
const mostDrawn = 6
const longestRun = 4
const mostChanges = 4

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
