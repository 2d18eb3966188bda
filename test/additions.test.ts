import t from 'tap'
import { additions, additionsIn, additionsOf } from '../specs/additions.js'
import type { Op } from '../specs/program.js'

const names = (op: Op): readonly string[] => additionsIn(op).map(({ name }) => name)

t.test('a ruleset uses its fields and its rights, by name or by number', async t => {
  const attr = { handled_access_net: ['bind_udp', 'bit_3'], handled_access_fs: [], quiet_scoped: ['signal'] }
  t.same(names({ kind: 'create_ruleset', as: 0, attr, size: 48 }), [
    'ruleset field handled_access_net',
    'network right bind_udp',
    'network right connect_send_udp',
    'ruleset field quiet_scoped',
    'scope signal',
  ])
  t.same(names({ kind: 'create_ruleset', as: 0, attr: null, size: 0 }), [])
})

t.test('a last byte that is not zero belongs to the field that it lies in', async t => {
  const op = { kind: 'create_ruleset', as: 0, attr: {}, size: 9, last_byte: 4 } as const
  t.same(names(op), ['ruleset field handled_access_net', 'network right bind_udp'])
})

t.test('rules and flags use what they name', async t => {
  const attr = { allowed_access: ['bind_tcp'], port: 1 }
  t.same(names({ kind: 'add_rule', ruleset: 0, type: 'net_port', attr, flags: 1 }), [
    'rule type net_port',
    'add_rule flag quiet',
    'network right bind_tcp',
  ])
  t.same(names({ kind: 'restrict_self', ruleset: 0, flags: 0x18 }), [
    'restrict_self flag tsync',
    'restrict_self flag no_new_privs',
  ])
  t.same(names({ kind: 'restrict_self', ruleset: 0, flags: 2 ** 31 }), [])
})

t.test('every ABI but those that brought nothing here has additions', async t => {
  t.same(
    Array.from({ length: 11 }, (_, index) => index + 1).filter(abi => additionsOf(abi).length === 0),
    [],
  )
  t.equal(new Set(additions.map(({ name }) => name)).size, additions.length)
})
