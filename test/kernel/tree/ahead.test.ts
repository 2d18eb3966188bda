import t from 'tap'
import { aheadIn, isAhead } from '../../../generator/kernel/tree/ahead.js'
import type { Op } from '../../../specs/program.js'

const header = `
/* #define LANDLOCK_ACCESS_NET_COMMENT (1ULL << 9) */
struct landlock_ruleset_attr {
	__u64 handled_access_fs;
	__u64 handled_access_net;
	__u64 handled_access_socket;
};
#define LANDLOCK_ACCESS_NET_BIND_TCP			(1ULL << 0)
#define LANDLOCK_ACCESS_NET_LISTEN_TCP			(1ULL << 4)
#define LANDLOCK_RESTRICT_SELF_NEW			(1U << 9)
enum landlock_rule_type {
	LANDLOCK_RULE_PATH_BENEATH = 1,
	LANDLOCK_RULE_NET_PORT,
	LANDLOCK_RULE_SOCKET,
};
`

const ahead = aheadIn(header, 'const int landlock_abi_version = 12;')

t.test('what a header has and the specs do not is named as it stands there', t => {
  t.same(ahead, {
    names: [
      'ABI 12',
      'LANDLOCK_ACCESS_NET_LISTEN_TCP',
      'LANDLOCK_RESTRICT_SELF_NEW',
      'LANDLOCK_RULE_SOCKET',
      'landlock_ruleset_attr.handled_access_socket',
    ],
    bits: { ACCESS_NET_: [4], RESTRICT_SELF_: [9] },
    types: [3],
    hasNewFields: true,
  })
  t.same(aheadIn('#define LANDLOCK_ACCESS_NET_BIND_TCP (1ULL << 0)', 'landlock_abi_version = 11').names, [])
  t.end()
})

t.test('a program that uses what is new is not judged, and others are', t => {
  const create = (net: readonly string[], size = 16): Op => ({
    kind: 'create_ruleset',
    attr: { handled_access_net: net },
    size,
    as: 0,
  })
  const judged: readonly Op[] = [
    create(['bind_tcp']),
    create(['bit_5']),
    { kind: 'restrict_self', ruleset: 0, flags: 2 ** 8 },
    { kind: 'add_rule', ruleset: 0, type: 4, attr: null },
  ]
  const not: readonly Op[] = [
    create(['bind_tcp', 'bit_4']),
    create(['bind_tcp'], 56),
    { kind: 'restrict_self', ruleset: 0, flags: 2 ** 9 },
    { kind: 'add_rule', ruleset: 0, type: 3, attr: null },
  ]
  for (const op of judged) t.notOk(isAhead({ ops: [op] }, ahead), JSON.stringify(op))
  for (const op of not) t.ok(isAhead({ ops: [op] }, ahead), JSON.stringify(op))
  t.end()
})
