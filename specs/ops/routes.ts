/**
 * How a call gets to the kernel; without one, by a system call of its own.
 * - `io_uring…`: through a ring made for the call, with the descriptor registered (`fixed`), by a worker (`async`), by a
 *   thread of the kernel (`sqpoll`), with registered credentials (`personality`); `early_…`: the ring, its thread or the
 *   credentials were there before the first op.
 * - `compat`: by the system calls of 32 bits; `socketcall`: all by that one, which is of 32 bits where the machine's own are of 64 and lack it.
 * - `thread`: by a new thread of the process; `early_thread`: by one that was there before the first op.
 * - `fork`, `vfork`, `exec`: by a new child, in the last case after execve(2); a socket that it makes is sent back.
 * - `high_bits`: by a system call in whose registers there is something above each argument of 32 bits.
 */
export const callRoutes = [
  'io_uring',
  'io_uring_fixed',
  'io_uring_async',
  'io_uring_sqpoll',
  'io_uring_personality',
  'early_io_uring',
  'early_sqpoll',
  'early_personality',
  'compat',
  'socketcall',
  'thread',
  'early_thread',
  'fork',
  'vfork',
  'exec',
  'high_bits',
] as const

/** And those of a send. `io_uring_zc`: a ring made for the call sends without a copy, which is a request of its own (IORING_OP_SEND_ZC, IORING_OP_SENDMSG_ZC). */
export const sendRoutes = [...callRoutes, 'io_uring_zc'] as const

/**
 * Where the attribute lies that a system call is told of.
 * - `unaligned`: at an odd address; `page_end`: before a page that is not there; `page_crossing`: in two pages; `page_cut`: all but
 *   its last byte before a page that is not there.
 * - `high_memory`: above 4 GiB, with zeros 4 GiB below; `low_half`: 4 GiB below where the pointer says, where no memory is.
 */
export const attrRoutes = [
  'unaligned',
  'page_end',
  'page_crossing',
  'page_cut',
  'high_memory',
  'low_half',
] as const

/** All of them. */
export const routes = [...sendRoutes, ...attrRoutes] as const
export type Route = (typeof routes)[number]

/** Whether the caller itself makes a system call of its own, whatever it passes. */
export const isPlainCall = (route: Route): boolean => isAboutAttr(route) || route === 'high_bits'

/** Whether a route says where an attribute lies. */
export const isAboutAttr = (route: Route): boolean => attrRoutes.some(one => one === route)

/** Those that only a program of 64 bits can take. */
export const isWide = (route: Route): boolean => wideRoutes.includes(route)

const wideRoutes: readonly Route[] = ['high_bits', 'high_memory', 'low_half']

/** Those of a call that makes a descriptor, which is then one of the process. */
export const threadRoutes = ['thread', 'early_thread'] as const satisfies readonly Route[]

/** Those of a call that is told something in memory, which execve(2) takes away. */
export const memoryRoutes = [...threadRoutes, 'fork', 'vfork'] as const satisfies readonly Route[]

/** Those of a call that is told numbers alone. */
export const taskRoutes = [...memoryRoutes, 'exec'] as const satisfies readonly Route[]

/** The call in C of what is no call on a socket: only by a route it has to be told to somebody else. */
export const byNumber = (_op: unknown, route: Route | undefined): readonly string[] =>
  route === undefined ? [] : ['by_number']

/** Whether a ring of io_uring makes the call. */
export const isRing = (route: Route): boolean => route.startsWith('io_uring') || earlyRings.includes(route)

const earlyRings: readonly Route[] = ['early_io_uring', 'early_sqpoll', 'early_personality']

/** What is added to a sentence about a call that is made so. */
export const routeWords: Readonly<Record<Route, string>> = {
  io_uring: 'by io_uring',
  io_uring_fixed: 'by io_uring with a registered descriptor',
  io_uring_async: 'by a worker of io_uring',
  io_uring_sqpoll: 'by io_uring with a submitting thread',
  io_uring_personality: 'by io_uring with its own credentials registered',
  early_io_uring: 'by the ring that was made first',
  early_sqpoll: 'by the submitting thread that was made first',
  early_personality: 'by io_uring with the credentials that were registered first',
  compat: 'by a system call of 32 bits',
  socketcall: 'by socketcall(2)',
  thread: 'by a new thread',
  early_thread: 'by the thread that was made first',
  fork: 'by a child of fork(2)',
  vfork: 'by a child of vfork(2)',
  exec: 'by a child after execve(2)',
  high_bits: 'with bits above what is 32 bits wide',
  io_uring_zc: 'by io_uring without a copy',
  unaligned: 'from an odd address',
  page_end: 'from the end of the last page',
  page_crossing: 'from two pages',
  page_cut: 'with its last byte in a page that is not there',
  high_memory: 'from above 4 GiB, with zeros 4 GiB below',
  low_half: 'by a pointer of which only the lower half is right',
}
