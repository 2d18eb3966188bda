import { ofOneRight, sharedMistakes } from '../../kernel/mistakes.js'
import { type Mistake, mistakesIn } from '../../mistake.js'
import { chosenMistakes, file } from './chosen.js'

const key = `	return KEY_IS_V4 | ((u64)family << KEY_FAMILY_SHIFT) |
	       ((u64)(type + 1) << KEY_TYPE_SHIFT) | (u32)protocol;`

/** Mistakes in the kernel code of `socket-create-v4`. */
export const mistakes: readonly Mistake[] = [
  ...ofOneRight(sharedMistakes),
  ...mistakesIn(file, [
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
      'odd-key-unset',
      'a call with a protocol that no rule can name is looked up with a key that nobody set',
      'access->protocol))\n		return 0;',
      'access->protocol)) {\n		keys[0] = get_key(0, 0, 0);\n		return 1;\n	}',
    ],
    [
      'odd-by-wildcard',
      'a rule for any protocol allows one that no rule can name',
      'access->protocol))\n		return 0;',
      'access->protocol) &&\n	    false)\n		return 0;',
    ],
    [
      'odd-cut-off',
      'of a protocol only the lower 16 bits are looked at',
      '	    !is_protocol_known(access->protocol))',
      '	    !is_protocol_known((u16)access->protocol))',
    ],
    [
      'odd-above-only',
      'negative protocols are not taken for odd ones',
      '	return protocol >= 0 && protocol <= LAST_PROTOCOL;',
      '	return protocol <= LAST_PROTOCOL;',
    ],
    [
      'protocol-read-as-short',
      'the upper half of the protocols is negative',
      '	return protocol >= 0 && protocol <= LAST_PROTOCOL;',
      '	return (s16)protocol >= 0 && protocol <= LAST_PROTOCOL;',
    ],
    [
      'last-protocol-off-by-one',
      'a protocol one beyond the last is known',
      'INT_MAX : U16_MAX - 1)',
      'INT_MAX : U16_MAX)',
    ],
    [
      'families-of-this-kernel',
      'a rule cannot be for a family that the kernel does not have yet',
      '#define FAMILY_COUNT (HAS_CHOSEN(RANGES_KERNEL) ? AF_MAX : U8_MAX)',
      '#define FAMILY_COUNT AF_MAX',
    ],
    [
      'types-of-this-kernel',
      'a rule cannot be for a type that the kernel does not have yet',
      '#define TYPE_COUNT (HAS_CHOSEN(RANGES_KERNEL) ? SOCK_MAX : U8_MAX)',
      '#define TYPE_COUNT SOCK_MAX',
    ],
    [
      'key-without-top-bit',
      'the highest bit of the protocol is cut off',
      '| (u32)protocol;',
      '| (protocol < 0 ? U32_MAX : (u32)protocol & S16_MAX);',
    ],
    [
      'key-short-type',
      'the type is cut off to three bits',
      '((u64)(type + 1) << KEY_TYPE_SHIFT)',
      '((u64)((type + 1) & 7) << KEY_TYPE_SHIFT)',
    ],
    [
      'key-short-family',
      'the family is cut off to five bits',
      '((u64)family << KEY_FAMILY_SHIFT)',
      '((u64)(family & 31) << KEY_FAMILY_SHIFT)',
    ],
    [
      'no-alias',
      'a rule for (AF_INET, SOCK_PACKET) stays one for AF_INET',
      '		return AF_PACKET;',
      '		return family;',
    ],
    [
      'alias-of-any-type',
      'every rule for AF_INET is one for AF_PACKET',
      ' &&\n	    type == SOCK_PACKET)',
      ')',
    ],
    [
      'alias-of-inet6',
      'a rule for (AF_INET6, SOCK_PACKET) is one for AF_PACKET, too',
      '	if (!HAS_CHOSEN(PACKET_ALIAS_NO) && family == AF_INET &&',
      '	if (!HAS_CHOSEN(PACKET_ALIAS_NO) && (family == AF_INET || family == AF_INET6) &&',
    ],
    [
      'zero-is-any',
      'a rule for the family, type and protocol 0 allows all',
      '	keys[num++] = get_key(family, WILDCARD, WILDCARD);\n',
      '	keys[num++] = get_key(family, WILDCARD, WILDCARD);\n	keys[num++] = get_key(0, 0, 0);\n',
    ],
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
      '	if (attr.family < 0 || attr.family >= FAMILY_COUNT)',
      '	if (attr.family >= FAMILY_COUNT)',
    ],
    [
      'family-off-by-one',
      'a family one beyond the last is taken',
      '	if (attr.family < 0 || attr.family >= FAMILY_COUNT)',
      '	if (attr.family < 0 || attr.family > FAMILY_COUNT)',
    ],
    [
      'type-below-wildcard',
      'a type below the wildcard is taken',
      '	if (attr.type < FIRST_TYPE || attr.type >= TYPE_COUNT)',
      '	if (attr.type >= TYPE_COUNT)',
    ],
    [
      'type-off-by-one',
      'a type one beyond the last is taken',
      '	if (attr.type < FIRST_TYPE || attr.type >= TYPE_COUNT)',
      '	if (attr.type < FIRST_TYPE || attr.type > TYPE_COUNT)',
    ],
    [
      'wildcard-refused',
      'a wildcard protocol is refused',
      '	if (attr.protocol != WILDCARD && !is_protocol_known(attr.protocol))',
      '	if (!is_protocol_known(attr.protocol))',
    ],
    [
      'protocol-below-wildcard',
      'any negative protocol is taken',
      '	if (attr.protocol != WILDCARD && !is_protocol_known(attr.protocol))',
      '	if (attr.protocol > LAST_PROTOCOL)',
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
  ...chosenMistakes,
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
