import { logs, readAudit } from '../arbitrary/audit.js'
import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  accept,
  at,
  by,
  connect,
  connectName,
  sandbox,
  send,
  sendName,
  server,
  tcp,
  unix,
  unixServer,
  unixTypes,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'

const fork: Op = { kind: 'fork', child: 1 }
const signal: Op = { kind: 'kill', target: 1 }

const abstract = (target: Target): readonly EndingCase[] =>
  unixTypes.map(type => ({
    ops: [
      unixServer(0, '@s', type),
      sandbox(target, 0, { scoped: ['abstract_unix_socket'] }),
      [unix(1, type), connectName(1, '@s'), readAudit],
    ],
    ends: '=deny(1,scope.abstract_unix_socket,path=@s)+alloc(1,by=0)',
  }))

/** What a scope denies is logged, with the name of the socket or the process of the other side; the youngest scope is blamed. */
export const scopeDenialsAreLogged: Spec = {
  name: 'scope-denials-are-logged',
  applies: logs,
  ...ending(target => {
    const scope = sandbox(target, 0, { scoped: ['signal'] })
    const both = sandbox(target, 1, { scoped: ['abstract_unix_socket', 'signal'] })
    const other = sandbox(target, 2, { scoped: ['abstract_unix_socket'] })
    return [
      ...abstract(target),
      {
        ops: [unixServer(0, '@s', 'SOCK_DGRAM'), both, unix(1, 'SOCK_DGRAM'), sendName(1, '@s'), readAudit],
        ends: '=deny(1,scope.abstract_unix_socket,path=@s)+alloc(1,by=0)',
      },
      { ops: [fork, scope, signal, readAudit], ends: '=deny(1,scope.signal,to=1)+alloc(1,by=0)' },
      { ops: [fork, scope, signal, { kind: 'kill', target: 0 }, readAudit, readAudit], ends: '=none' },
      { ops: [scope, fork, signal, readAudit], ends: '=none' },
      {
        ops: [fork, scope, signal, both, signal, other, signal, readAudit],
        ends: '=deny(1,scope.signal,to=1)+alloc(1,by=0)+deny(2,scope.signal,to=1)+alloc(2,by=0)+deny(2,scope.signal,to=1)',
      },
      {
        ops: [
          [...server(0, at('a')), tcp(1), connect(1, at('a')), accept(0, 2), fork],
          scope,
          { kind: 'setown', socket: 2, owner: 1, async: true },
          { kind: 'send_oob', socket: 1 },
          [{ kind: 'setown', socket: 2, owner: 0 }, send(1), readAudit],
        ],
        ends: '=deny(1,scope.signal,to=1)+alloc(1,by=0)+deny(1,scope.signal,to=1)+deny(1,scope.signal,to=1)',
      },
      {
        ops: [fork, by(1, scope, { kind: 'kill', target: 0 }), readAudit],
        ends: '=deny(1,scope.signal,to=0)+alloc(1,by=1)',
      },
    ]
  }),
}
