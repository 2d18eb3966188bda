import { type Mistake, mistakesIn } from './designs/mistake.js'

/** A mistake that does nothing where the lowest byte comes first, and the law that speaks of what it does elsewhere. */
export type ByteOrderMistake = Mistake & { readonly law: string }

const net = 'security/landlock/net.c'
const syscalls = 'security/landlock/syscalls.c'

/** What a caller passes is 64 bits wide; the half that comes first has the low ones only where the lowest byte comes first. */
const firstHalf = (field: string): string => `*(const u32 *)&${field}`

/** Ports and masks in merged Landlock that are kept or read in the order of bytes of another machine. They are written for the Linux of `mistakesFor`. */
export const byteOrderMistakes: readonly ByteOrderMistake[] = [
  ...byLaw(net, 'ports-are-in-host-order', [
    [
      'rule-port-swapped',
      'the port of a rule is kept with its bytes swapped, whatever their order is',
      '		.key.data = (__force uintptr_t)htons(port),',
      '		.key.data = (__force uintptr_t)swab16(port),',
    ],
    [
      'address-port-little-endian',
      'the port of an address is looked for as if its lowest byte came first',
      '	id.key.data = (__force uintptr_t)port;',
      '	id.key.data = (__force uintptr_t)cpu_to_le16((__force u16)port);',
    ],
  ]),
  ...byLaw(net, 'records-name-the-right-and-the-address', [
    [
      'logged-port-little-endian',
      'the port that was denied is logged as if its lowest byte came first',
      '	audit_net.family = address->sa_family;\n',
      '	audit_net.family = address->sa_family;\n	audit_net.dport = (__force __be16)cpu_to_le16((__force u16)audit_net.dport);\n	audit_net.sport = (__force __be16)cpu_to_le16((__force u16)audit_net.sport);\n',
    ],
  ]),
  ...byLaw(syscalls, 'ports-are-in-host-order', [
    [
      'rule-port-by-its-first-half',
      'of the port that a rule names only the first four bytes are read',
      '	return landlock_append_net_rule(ruleset, net_port_attr.port,',
      `	return landlock_append_net_rule(ruleset, ${firstHalf('net_port_attr.port')},`,
    ],
    [
      'rule-access-by-its-first-half',
      'of the rights that a rule grants only the first four bytes are read',
      '					net_port_attr.allowed_access, flags);',
      `					${firstHalf('net_port_attr.allowed_access')}, flags);`,
    ],
  ]),
  ...byLaw(syscalls, 'handled-is-denied-by-default', [
    [
      'handled-net-by-its-first-half',
      'of the network rights that a ruleset handles only the first four bytes are read',
      '					  ruleset_attr.handled_access_net,\n					  ruleset_attr.scoped);',
      `					  ${firstHalf('ruleset_attr.handled_access_net')},\n					  ruleset_attr.scoped);`,
    ],
  ]),
  ...byLaw(syscalls, 'an-abstract-scope-keeps-out-of-reach', [
    [
      'scoped-by-its-first-half',
      'of the scopes of a ruleset only the first four bytes are read',
      '					  ruleset_attr.handled_access_net,\n					  ruleset_attr.scoped);',
      `					  ruleset_attr.handled_access_net,\n					  ${firstHalf('ruleset_attr.scoped')});`,
    ],
  ]),
  ...byLaw(syscalls, 'quiet-rules-silence-their-port', [
    [
      'quiet-net-by-its-first-half',
      'of the network rights that a quiet rule silences only the first four bytes are read',
      '	ruleset->quiet_masks.net = ruleset_attr.quiet_access_net;',
      `	ruleset->quiet_masks.net = ${firstHalf('ruleset_attr.quiet_access_net')};`,
    ],
  ]),
  ...byLaw(syscalls, 'quiet-scopes-are-silent', [
    [
      'quiet-scopes-by-their-first-half',
      'of the scopes that are quiet only the first four bytes are read',
      '	ruleset->quiet_masks.scope = ruleset_attr.quiet_scoped;',
      `	ruleset->quiet_masks.scope = ${firstHalf('ruleset_attr.quiet_scoped')};`,
    ],
  ]),
]

function byLaw(
  file: string,
  law: string,
  rows: Parameters<typeof mistakesIn>[1],
): readonly ByteOrderMistake[] {
  return mistakesIn(file, rows).map(mistake => ({ ...mistake, law }))
}
