import { ofOneRight, sharedMistakes } from '../../kernel/mistakes.js'
import { type Mistake, mistakesIn } from '../../mistake.js'

const key = `	return KEY_IS_V4 | ((u64)family << KEY_FAMILY_SHIFT) |
	       ((u64)(type + 1) << KEY_TYPE_SHIFT) | (u32)protocol;`

/** Mistakes in the kernel code of `socket-create-v4`. */
export const mistakes: readonly Mistake[] = [
  ...ofOneRight(sharedMistakes),
  ...mistakesIn('security/landlock/socket_create_v4.c', [
    [
      'key-without-protocol',
      'the key forgets the protocol',
      key,
      '	return KEY_IS_V4 | ((u64)family << KEY_FAMILY_SHIFT) |\n	       ((u64)(type + 1) << KEY_TYPE_SHIFT);',
    ],
    [
      'key-without-type',
      'the key forgets the type',
      key,
      '	return KEY_IS_V4 | ((u64)family << KEY_FAMILY_SHIFT) | (u32)protocol;',
    ],
    [
      'key-without-family',
      'the key forgets the family',
      key,
      '	return KEY_IS_V4 | ((u64)(type + 1) << KEY_TYPE_SHIFT) | (u32)protocol;',
    ],
    [
      'key-signed-protocol',
      'a wildcard protocol covers the other parts of the key',
      '| (u32)protocol;',
      '| protocol;',
    ],
    [
      'key-signed-type',
      'a wildcard type covers the family',
      '((u64)(type + 1) << KEY_TYPE_SHIFT)',
      '((u64)type << KEY_TYPE_SHIFT)',
    ],
    [
      'key-short-protocol',
      'the upper bits of the protocol are cut off',
      '| (u32)protocol;',
      '| (u8)protocol;',
    ],
    [
      'no-default-tcp',
      'TCP is not the default of internet streams',
      '			return IPPROTO_TCP;',
      '			return 0;',
    ],
    [
      'wrong-default-udp',
      'UDP-Lite is the default of internet datagrams',
      '			return IPPROTO_UDP;',
      '			return IPPROTO_UDPLITE;',
    ],
    [
      'no-default-sctp',
      'SCTP is not the default of sequenced packets',
      '			return IPPROTO_SCTP;',
      '			return 0;',
    ],
    ['no-default-inet6', 'IPv6 has no default protocols', '	case AF_INET6:\n', ''],
    ['no-default-unix', 'UNIX sockets have no default protocol', '	case AF_UNIX:\n', ''],
    [
      'any-type-lost',
      'rules for any type are not looked up',
      '	keys[num++] = get_key(family, WILDCARD, protocol);\n',
      '',
    ],
    [
      'any-protocol-lost',
      'rules for any protocol are not looked up',
      '	keys[num++] = get_key(family, type, WILDCARD);\n',
      '',
    ],
    [
      'any-at-all-lost',
      'rules for any type and protocol are not looked up',
      '	keys[num++] = get_key(family, WILDCARD, WILDCARD);\n',
      '',
    ],
    [
      'exact-lost',
      'rules for one protocol are not looked up',
      '	keys[num++] = get_key(family, type, protocol);\n',
      '',
    ],
    [
      'default-of-any-type-lost',
      'protocol 0 with any type stands for nothing',
      '	if (protocol == get_default_protocol(family, type))',
      '	if (protocol == 0)',
    ],
    [
      'default-of-any-type-always',
      'protocol 0 with any type stands for all protocols',
      '	if (protocol == get_default_protocol(family, type))',
      '	if (protocol != WILDCARD)',
    ],
    [
      'request-not-normalised',
      'a request for protocol 0 is not one for the default',
      '	const int protocol = normalize_protocol(family, type, access->protocol);',
      '	const int protocol = access->protocol;',
    ],
    [
      'rule-not-normalised',
      'a rule for protocol 0 is not one for the default',
      '		protocol = normalize_protocol(attr.family, attr.type, protocol);',
      '		protocol = attr.protocol;',
    ],
    [
      'wildcard-is-zero',
      'a rule for protocol 0 allows any protocol',
      '	protocol = attr.protocol;\n',
      '	protocol = attr.protocol ? attr.protocol : WILDCARD;\n',
    ],
    [
      'protocol-uninitialised',
      'the protocol of a rule is not copied from user space',
      '	if (copy_from_user(&attr, rule_attr, sizeof(attr)))',
      '	if (copy_from_user(&attr, rule_attr, offsetof(typeof(attr), protocol)))',
    ],
    ['wrong-address-errno', 'an unreadable rule is invalid', '		return -EFAULT;', '		return -EINVAL;'],
    [
      'negative-family',
      'a negative family is taken',
      '	if (attr.family < 0 || attr.family >= AF_MAX)',
      '	if (attr.family >= AF_MAX)',
    ],
    [
      'family-off-by-one',
      'AF_MAX is taken for a family',
      '	if (attr.family < 0 || attr.family >= AF_MAX)',
      '	if (attr.family < 0 || attr.family > AF_MAX)',
    ],
    [
      'type-below-wildcard',
      'a type below the wildcard is taken',
      '	if (attr.type < WILDCARD || attr.type >= SOCK_MAX)',
      '	if (attr.type >= SOCK_MAX)',
    ],
    [
      'type-off-by-one',
      'SOCK_MAX is taken for a type',
      '	if (attr.type < WILDCARD || attr.type >= SOCK_MAX)',
      '	if (attr.type < WILDCARD || attr.type > SOCK_MAX)',
    ],
    [
      'wildcard-refused',
      'a wildcard protocol is refused',
      '	if (attr.protocol < WILDCARD)',
      '	if (attr.protocol <= WILDCARD)',
    ],
    [
      'protocol-below-wildcard',
      'any negative protocol is taken',
      '	if (attr.protocol < WILDCARD)',
      '	if (attr.protocol < INT_MIN + 1)',
    ],
    [
      'kernel-made-judged',
      'sockets that the kernel makes for itself are denied, such as subflows of MPTCP',
      `	if (kern)
		return 0;

`,
      '',
    ],
    ['type-forgotten', 'the type is not part of the request', '		.type = type,\n', ''],
    ['protocol-forgotten', 'the protocol is not part of the request', '		.protocol = protocol,\n', ''],
  ]),
  ...mistakesIn('security/landlock/socket.c', [
    [
      'keys-lost',
      'only the key of a domain and a type is looked up',
      '	return 1 + landlock_get_socket_v4_keys(access, &keys[1]);',
      '	return 1;',
    ],
    [
      'first-key-only',
      'the last key is left out',
      '	for (size_t i = 0; i < num_keys; i++) {',
      '	for (size_t i = 0; i + 1 < num_keys; i++) {',
    ],
  ]),
]
