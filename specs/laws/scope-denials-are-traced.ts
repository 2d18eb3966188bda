import { readEvents, traces } from '../arbitrary/audit.js'
import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  by,
  connectName,
  create,
  enforce,
  sandbox,
  sendName,
  unix,
  unixServer,
  unixTypes,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'

const fork: Op = { kind: 'fork', child: 1 }
const signal: Op = { kind: 'kill', target: 1 }

const made = (scoped: string, domain = 1, parent = domain - 1): string =>
  [
    `create_ruleset(${domain}.0,scoped=${scoped})`,
    `create_domain(${domain},parent=${parent},ruleset=${domain}.0)`,
    `enforce_domain(${domain},no_new_privs=0)`,
  ].join('+')
const ofSignal = (domain: number, to = 1, logged = 1): string =>
  `deny_scope_signal(${domain},same_exec=1,logged=${logged},to=${to})`
const ofSocket = 'deny_scope_abstract_unix_socket(1,same_exec=1,logged=1,path=@s)'

const abstract = (target: Target): readonly EndingCase[] =>
  unixTypes.map(type => ({
    ops: [
      unixServer(0, '@s', type),
      sandbox(target, 0, { scoped: ['abstract_unix_socket'] }),
      [unix(1, type), connectName(1, '@s'), readEvents],
    ],
    ends: `=${made('abstract_unix_socket')}+${ofSocket}`,
  }))

const mutedScope = (target: Target): readonly Op[] => [
  create(target, 0, { scoped: ['signal'], quiet_scoped: ['signal'] }),
  enforce(0),
]

/** What a scope or a domain of another process denies is a trace event, with the name of the socket or the process of the other side. */
export const scopeDenialsAreTraced: Spec = {
  name: 'scope-denials-are-traced',
  applies: traces,
  ...ending(target => {
    const scope = sandbox(target, 0, { scoped: ['signal'] })
    const both = sandbox(target, 1, { scoped: ['abstract_unix_socket', 'signal'] })
    return [
      ...abstract(target),
      {
        ops: [
          unixServer(0, '@s', 'SOCK_DGRAM'),
          sandbox(target, 0, { scoped: ['abstract_unix_socket'] }),
          [unix(1, 'SOCK_DGRAM'), sendName(1, '@s'), readEvents],
        ],
        ends: `=${made('abstract_unix_socket')}+${ofSocket}`,
      },
      { ops: [fork, scope, signal, readEvents], ends: `=${made('signal')}+${ofSignal(1)}` },
      { ops: [scope, fork, signal, readEvents], ends: `=${made('signal')}` },
      {
        ops: [fork, mutedScope(target), signal, readEvents],
        ends: `=${made('signal')}+${ofSignal(1, 1, 0)}`,
      },
      {
        ops: [fork, scope, signal, both, signal, readEvents, signal, readEvents],
        ends: `=${ofSignal(2)}`,
      },
      {
        ops: [fork, by(1, scope, { kind: 'kill', target: 0 }), readEvents],
        ends: `=${made('signal')}+${ofSignal(1, 0)}`,
      },
      {
        ops: [fork, scope, { kind: 'setns', what: 'net', of: 1 }, readEvents],
        ends: `=${made('signal')}+deny_ptrace(1,same_exec=1,logged=1,to=1)`,
      },
      {
        ops: [
          unixServer(0, '/s', 'SOCK_STREAM'),
          sandbox(target, 0, { handled_access_fs: ['resolve_unix'] }),
          [unix(1, 'SOCK_STREAM'), connectName(1, '/s'), readEvents],
        ],
        ends: `=${made('signal').replace('scoped=signal', 'handled_fs=resolve_unix')}`,
      },
    ]
  }),
}
