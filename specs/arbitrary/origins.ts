import { asOp, type Op, type Program } from '../program.js'
import type { Target } from '../target.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { type Action, actions, sandboxFor } from './actions.js'
import { setns, unshare } from './namespaces.js'
import { by, byRoute, close, type Domain, domains, program } from './ops.js'
import { receiveFd, sendFd, takeFd } from './passing.js'
import type { RouteProgram } from './routes.js'

/** What an attempt is made of: the sandbox, the action by a system call on socket 0, and what socket 1 is for. */
type OriginParts = {
  readonly sandbox: readonly Op[]
  readonly plain: readonly Op[]
  readonly before: readonly Op[]
  readonly act: Op
}

/** How a socket, or who acts on it, came to where the action is done. */
type SocketOrigin = {
  readonly name: string
  /** The first ABI that has what the way needs; without it, every ABI has. */
  readonly abi?: number
  /** It is a way of a socket, so there must be one before the action. */
  readonly needsSocket?: true
  readonly program: (parts: OriginParts) => Program
}

const fork: Op = { kind: 'fork', child: 1 }
const tsync = 1 << restrictSelfFlags.tsync.bit

const forAllThreads = (ops: readonly Op[]): readonly Op[] =>
  ops.map(op => (op.kind === 'restrict_self' ? { ...op, flags: tsync } : op))

const joining = (...namespaces: readonly ('user' | 'net')[]): readonly Op[] => [
  fork,
  ...by(1, namespaces.map(unshare)),
  ...namespaces.map(what => setns(what, 1)),
]

const aroundJourney = (name: string, journey: readonly Op[]): readonly SocketOrigin[] => [
  {
    name: `${name} before`,
    program: ({ sandbox, plain, before, act }) => program(journey, sandbox, plain, before, act),
  },
  {
    name: `${name} after`,
    program: ({ sandbox, plain, before, act }) => program(sandbox, plain, journey, before, act),
  },
]

/** Every way beside the routes of a call. */
export const origins: readonly SocketOrigin[] = [
  {
    name: 'opened before the sandbox',
    needsSocket: true,
    program: ({ sandbox, plain, before, act }) => program(before, sandbox, plain, act),
  },
  {
    name: 'a duplicate',
    needsSocket: true,
    program: ({ sandbox, plain, before, act }) =>
      program(
        ...[sandbox, plain, before],
        ...[{ kind: 'dup', socket: 1, as: 2 } as const, close(1), asOp({ ...act, socket: 2 })],
      ),
  },
  {
    name: 'inherited by a child',
    needsSocket: true,
    program: ({ sandbox, plain, before, act }) => program(sandbox, plain, before, fork, by(1, act)),
  },
  {
    name: 'received from outside',
    needsSocket: true,
    program: ({ sandbox, plain, before, act }) =>
      program(fork, sandbox, plain, by(1, before, sendFd(1)), receiveFd(1), act),
  },
  {
    name: 'received from inside',
    needsSocket: true,
    program: ({ sandbox, plain, before, act }) =>
      program(sandbox, fork, plain, by(1, before, sendFd(1)), receiveFd(1), act),
  },
  {
    name: 'taken from inside',
    needsSocket: true,
    program: ({ sandbox, plain, before, act }) =>
      program(sandbox, fork, plain, by(1, before), takeFd(1, 1, 1), act),
  },
  {
    name: 'an early thread after TSYNC',
    abi: restrictSelfFlags.tsync.abi,
    program: ({ sandbox, plain, before, act }) =>
      program(forAllThreads(sandbox), plain, before, byRoute(act, 'early_thread')),
  },
  ...aroundJourney('unshare(net)', [unshare('net')]),
  ...aroundJourney('unshare(user)', [unshare('user')]),
  ...aroundJourney('setns(net)', joining('net')),
  ...aroundJourney('setns(user, net)', joining('user', 'net')),
]

type OriginAttempt = {
  readonly action: Action
  readonly way: SocketOrigin
  readonly isGranted: boolean
  readonly domain: Domain
}

const attempt = (
  target: Target,
  { action, way: origin, isGranted, domain }: OriginAttempt,
): readonly RouteProgram[] => {
  const before = action.before(1, domain)
  if (origin.needsSocket === true && before.length === 0) return []
  const parts = {
    sandbox: sandboxFor(target, action, isGranted),
    plain: [...action.before(0, domain), action.act(0, domain), close(0)],
    before,
    act: action.act(1, domain),
  }
  return [{ by: origin.name, action: action.name, program: origin.program(parts) }]
}

/** Every action in every way that the target has, granted and not. */
export const everyOrigin = (target: Target): readonly RouteProgram[] =>
  origins
    .filter(({ abi = 0 }) => abi <= target.abi)
    .flatMap(origin =>
      actions.flatMap(action =>
        [true, false].flatMap(isGranted =>
          domains.flatMap(domain => attempt(target, { action, way: origin, isGranted, domain })),
        ),
      ),
    )
