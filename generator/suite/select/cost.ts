import { descriptionOf } from '../../../specs/ops/uses.js'
import { type Op, type Program, type Route, routeOf } from '../../../specs/program.js'

/** What a program takes beside its ops: a process is made, and its results are told. */
const start = 3

/**
 * What is dear in a guest without KVM, as a multiple of a plain call such as bind(2): threads and processes that come and go, an
 * executed program, a network that is made, records that are waited for. Rough figures: they only decide what is chosen.
 */
const routeCosts: Readonly<Partial<Record<Route, number>>> = {
  exec: 30,
  fork: 15,
  early_sqpoll: 12,
  io_uring_sqpoll: 10,
  early_personality: 5,
  early_thread: 5,
  io_uring_async: 5,
  vfork: 4,
  thread: 4,
  io_uring: 4,
  io_uring_fixed: 4,
  io_uring_personality: 4,
}

const opCost = (op: Op): number => descriptionOf(op).cost?.(op) ?? 1

const costOf = (op: Op): number => {
  const route = routeOf(op)
  return (route === undefined ? undefined : routeCosts[route]) ?? opCost(op)
}

/** About what a program takes in a guest, in plain calls. */
export const cost = ({ ops }: Program): number => ops.reduce((sum, op) => sum + costOf(op), start)

/** Whether a program takes more than can be had often, such as three networks of its own. */
export const isExpensive = (program: Program): boolean => cost(program) > 120
