import { ending } from '../arbitrary/ends.js'
import {
  accept,
  addPathRule,
  at,
  bind,
  close,
  connect,
  create,
  enforce,
  layer,
  listen,
  rightsOf,
  send,
  tcp,
} from '../arbitrary/ops.js'
import { closeRuleset, dupRuleset, sendRuleset, takeRuleset } from '../arbitrary/passing.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'

/** Every call that takes a socket, on one that is not open. */
const calls: readonly Op[] = [
  bind(0, at('a')),
  connect(0, at('a')),
  listen(0),
  accept(0, 1),
  send(0),
  send(0, at('a')),
  { kind: 'recv', socket: 0 },
  { kind: 'shutdown', socket: 0, how: 'SHUT_RDWR' },
  { kind: 'dup', socket: 0, as: 1 },
  { kind: 'setsockopt', socket: 0, option: 'SO_REUSEADDR', value: 1 },
  { kind: 'bindx', socket: 0, address: at('a') },
  { kind: 'connectx', socket: 0, address: at('a') },
  { kind: 'getsockopt', socket: 0 },
  { kind: 'getsockname', socket: 0 },
  { kind: 'getpeername', socket: 0 },
  { kind: 'send_fd', socket: 0 },
  close(0),
]

/** Every call that takes a ruleset, on one that is not open. */
const rulesetCalls: readonly Op[] = [
  addPathRule(0, ['read_file']),
  enforce(0),
  dupRuleset(0, 1),
  sendRuleset(0),
  closeRuleset(0),
]

/** A descriptor that is not open is EBADF to every call, in a sandbox as outside of it. */
export const closedDescriptorsAreEbadf: Spec = {
  name: 'closed-descriptors-are-ebadf',
  older: true,
  ...ending(target => [
    ...calls.flatMap(call => [
      { ops: [tcp(0), close(0), call], ends: 'EBADF' as const },
      { ops: [layer(target, 0, rightsOf(target)), call], ends: 'EBADF' as const },
    ]),
    ...rulesetCalls.map(call => ({
      ops: [create(target, 0, { handled_access_fs: ['read_file'] }), closeRuleset(0), call],
      ends: 'EBADF' as const,
    })),
    { ops: [{ kind: 'fork', child: 1 }, takeRuleset(1, 0, 0)], ends: 'EBADF' },
  ]),
}
