import t from 'tap'
import { describe } from '../generator/words.js'
import type { Op } from '../specs/program.js'

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
  reads({ kind: 'bind', socket: 0, address: { family: 'AF_UNIX', name: 'peer' } }, 'bind(socket 0, @peer)')
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
