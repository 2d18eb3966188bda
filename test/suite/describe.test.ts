import t from 'tap'
import { describe } from '../../generator/suite/describe.js'
import { sentenceOf } from '../../specs/ops/describe.js'
import type { Op } from '../../specs/program.js'

const rule = { allowed_access: ['make_sock', 'resolve_unix'], parent: 'directory' } as const

const cases: readonly (readonly [Op, call: string, sentence: string])[] = [
  [
    { kind: 'listen', socket: 0, backlog: 2 },
    'listen(socket 0, backlog 2)',
    'Listens on socket 0, with a backlog of 2.',
  ],
  [
    { kind: 'sendmsg', socket: 0, buffers: 3, control: true },
    'sendmsg(socket 0, its peer, 3 buffers, IP_TTL)',
    'Sends 3 buffers of one byte each from socket 0 to its peer, with IP_TTL.',
  ],
  [{ kind: 'recv', socket: 0 }, 'recv(socket 0)', 'Receives a byte on socket 0.'],
  [
    { kind: 'bindx', socket: 0, address: { family: 'AF_INET', host: '127.0.0.1', port: 'a' } },
    'bindx(socket 0, 127.0.0.1:a)',
    'Binds socket 0 to 127.0.0.1, port a, by an option of SCTP.',
  ],
  [
    { kind: 'connectx', socket: 0, address: { family: 'AF_INET6', host: '::1', port: 80 } },
    'connectx(socket 0, [::1]:80)',
    'Connects socket 0 to ::1, port 80, by an option of SCTP.',
  ],
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
  [{ kind: 'unshare', what: 'net' }, 'unshare(CLONE_NEWNET)', 'Enters a network namespace of its own.'],
  [
    { kind: 'setns', what: 'user', of: 1 },
    'setns(actor 1, CLONE_NEWUSER)',
    'Enters the user namespace of actor 1.',
  ],
  [
    { kind: 'race', pair: 'add_rule_restrict', tries: 10 },
    'race(add_rule_restrict, 10 tries)',
    'Adds rules while a thread enforces the ruleset, 10 times.',
  ],
  [
    { kind: 'send_fd', socket: 1 },
    'sendmsg(mailbox, SCM_RIGHTS of socket 1)',
    'Sends socket 1 to the mailbox.',
  ],
  [
    { kind: 'receive_fd', as: 2 },
    'socket 2 = recvmsg(mailbox, SCM_RIGHTS)',
    'Receives socket 2 out of the mailbox.',
  ],
  [
    { kind: 'take_fd', from: 1, socket: 2, as: 3 },
    'socket 3 = pidfd_getfd(actor 1, socket 2)',
    'Takes socket 2 of actor 1 as socket 3.',
  ],
  [
    { kind: 'take_file', from: 1 },
    'pidfd_getfd(actor 1, /dev/null)',
    'Takes a descriptor of /dev/null from actor 1.',
  ],
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

t.test('each op reads as the call that it is', async t => {
  const reads = (op: Op, text: string) => t.equal(describe(op), text)
  reads(
    { kind: 'socket', as: 1, domain: 'AF_INET', type: 9, protocol: 'IPPROTO_TCP' },
    'socket 1 = socket(AF_INET, 9, IPPROTO_TCP)',
  )
  reads(
    { kind: 'bind', socket: 0, address: { family: 'AF_INET', host: '127.0.0.1', port: 'a' } },
    'bind(socket 0, 127.0.0.1:a)',
  )
  reads(
    {
      actor: 2,
      kind: 'connect',
      socket: 0,
      address: { family: 'AF_UNSPEC', host: '::1', port: 80, length: 24 },
    },
    'actor 2: connect(socket 0, [::1]:80 as AF_UNSPEC, length 24)',
  )
  reads({ kind: 'bind', socket: 0, address: { family: 'AF_UNIX', name: '@peer' } }, 'bind(socket 0, @peer)')
  reads({ actor: 0, kind: 'sendto', socket: 3, fastopen: true }, 'sendto(socket 3, its peer, MSG_FASTOPEN)')
  reads(
    {
      kind: 'create_ruleset',
      as: 0,
      attr: { handled_access_net: ['bind_tcp', 'bit_63'], scoped: [] },
      size: 24,
      last_byte: 1,
    },
    'ruleset 0 = create_ruleset({handled_access_net: bind_tcp|bit_63, scoped: 0}, size 24, last byte 0x1)',
  )
  reads(
    {
      kind: 'add_rule',
      ruleset: 'none',
      type: 'net_port',
      attr: { allowed_access: ['bind_tcp'], port: 65536 },
      flags: 2,
    },
    'add_rule(fd -1, net_port, {bind_tcp on port 65536}, flags 0x2)',
  )
  reads({ kind: 'add_rule', ruleset: 1, type: 7, attr: null }, 'add_rule(ruleset 1, type 7, NULL)')
  reads({ kind: 'restrict_self', ruleset: 'foreign' }, 'restrict_self(an fd of something else)')
})
