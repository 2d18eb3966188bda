import t from 'tap'
import { sentenceOf } from '../generator/render/words.js'
import { describe } from '../generator/words.js'
import type { Op } from '../specs/program.js'

const rule = { allowed_access: ['make_sock', 'resolve_unix'], parent: 'directory' } as const

const cases: readonly (readonly [Op, call: string, sentence: string])[] = [
  [{ kind: 'recv', socket: 0 }, 'recv(socket 0)', 'Receives a byte on socket 0.'],
  [
    { kind: 'shutdown', socket: 0, how: 'SHUT_RD' },
    'shutdown(socket 0, SHUT_RD)',
    'Shuts socket 0 down for reading.',
  ],
  [{ kind: 'dup', socket: 0, as: 1 }, 'socket 1 = dup(socket 0)', 'Duplicates socket 0 as socket 1.'],
  [
    { kind: 'setsockopt', socket: 0, option: 'IPV6_V6ONLY', value: 1 },
    'setsockopt(socket 0, IPV6_V6ONLY, 1)',
    'Sets IPV6_V6ONLY of socket 0 to 1.',
  ],
  [
    { kind: 'sendto', socket: 0, via: 'send', actor: 1 },
    'actor 1: send(socket 0, its peer)',
    'Sends a byte from socket 0 to its peer, by send(2).',
  ],
  [
    { kind: 'sendto', socket: 0, via: 'sendmmsg', address: { family: 'AF_UNIX', name: '@s' } },
    'sendmmsg(socket 0, @s)',
    'Sends a byte from socket 0 to the abstract name "s", by sendmmsg(2).',
  ],
  [
    { kind: 'bind', socket: 0, address: { family: 'AF_UNIX', name: '/s' } },
    'bind(socket 0, /s)',
    'Binds socket 0 to the path "s".',
  ],
  [
    { kind: 'bind', socket: 0, address: { family: 'AF_UNIX', name: '' } },
    'bind(socket 0, AF_UNIX without a name)',
    'Binds socket 0 to an AF_UNIX address without a name.',
  ],
  [
    { kind: 'create_ruleset', as: 0, attr: 'unmapped', size: 8 },
    'ruleset 0 = create_ruleset(unmapped, size 8)',
    'Creates ruleset 0 from 8 bytes: memory that is not there.',
  ],
  [
    { kind: 'add_rule', ruleset: 0, type: 'path_beneath', attr: rule },
    'add_rule(ruleset 0, path_beneath, {make_sock|resolve_unix beneath its directory})',
    'Adds a rule for paths to ruleset 0: make_sock and resolve_unix beneath its own directory.',
  ],
  [
    { kind: 'add_rule', ruleset: 0, type: 'net_port', attr: { ...rule, parent: 'ruleset' } },
    'add_rule(ruleset 0, net_port, {make_sock|resolve_unix beneath the ruleset})',
    'Adds a rule of type net_port to ruleset 0: make_sock and resolve_unix beneath the descriptor of the ruleset.',
  ],
  [
    { kind: 'drop_caps', keep: ['CAP_SYS_ADMIN', 'CAP_NET_RAW'] },
    'drop all capabilities but CAP_SYS_ADMIN, CAP_NET_RAW',
    'Drops all capabilities but CAP_SYS_ADMIN and CAP_NET_RAW.',
  ],
  [{ kind: 'drop_caps', keep: [] }, 'drop all capabilities', 'Drops all capabilities.'],
]

t.test('an op is told as a call and as a sentence', async t => {
  for (const [op, call, sentence] of cases) {
    t.equal(describe(op), call)
    t.equal(sentenceOf(op, false), sentence)
  }
})

t.test('in a program of several actors a sentence says who does it', async t => {
  t.equal(sentenceOf({ kind: 'recv', socket: 0, actor: 1 }, true), 'Actor 1 receives a byte on socket 0.')
})
