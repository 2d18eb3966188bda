import { type Op, type Program, type Route, routeOf } from '../../specs/program.js'

/** What a program takes beside its ops: a process is made, and its results are told. */
const start = 3

/**
 * What is dear in a guest without KVM, as a multiple of a plain call such as bind(2): threads and processes that come and go, an
 * executed program, a network that is made, records that are waited for. Rough figures: they only decide what is chosen.
 */
const routeCosts: Readonly<Partial<Record<Route, number>>> = {
  exec: 16,
  early_sqpoll: 12,
  io_uring_sqpoll: 10,
  io_uring_async: 7,
  fork: 7,
  early_personality: 5,
  io_uring_personality: 4,
  io_uring: 4,
  early_io_uring: 4,
  io_uring_fixed: 4,
  thread: 4,
  early_thread: 4,
}
const opCosts: Readonly<Partial<Record<Op['kind'], number>>> = {
  unshare: 12,
  read_audit: 6,
  fork: 4,
  receive_fd: 3,
  recv: 3,
}

const costOf = (op: Op): number => {
  const route = routeOf(op)
  return (route === undefined ? undefined : routeCosts[route]) ?? opCosts[op.kind] ?? 1
}

/** About what a program takes in a guest, in plain calls. */
export const cost = ({ ops }: Program): number => ops.reduce((sum, op) => sum + costOf(op), start)
