import { type Mistake, mistakesIn } from '../../mistake.js'

/** The source of the design's own code. */
export const file = 'security/landlock/socket_create_v4.c'

/** Mistakes in code that is there if it was chosen. */
export const chosenMistakes: readonly Mistake[] = [
  ...mistakesIn(
    file,
    [
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
        'default-of-any-type-lost',
        'protocol 0 with any type stands for nothing',
        '	    protocol == get_default_protocol(family, type))',
        '	    protocol == 0)',
      ],
      [
        'default-of-any-type-always',
        'protocol 0 with any type stands for all protocols',
        '	    protocol == get_default_protocol(family, type))',
        '	    protocol != WILDCARD)',
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
        '		protocol = normalize_protocol(family, type, protocol);',
        '		protocol = attr.protocol;',
      ],
    ],
    { default_protocol: 'mapped' },
  ),
  ...mistakesIn(
    file,
    [
      [
        'unix-not-folded',
        'protocols of UNIX stay two',
        '(family == AF_UNIX || family == AF_PACKET',
        '(family == AF_PACKET',
      ],
      [
        'packet-not-folded',
        'protocols of PACKET stay many',
        'family == AF_PACKET || family == AF_VSOCK))',
        'family == AF_VSOCK))',
      ],
      [
        'vsock-not-folded',
        'protocols of vsock stay two',
        'family == AF_PACKET || family == AF_VSOCK))',
        'family == AF_PACKET))',
      ],
      [
        'raw-unix-apart',
        'a raw UNIX socket is none of datagrams',
        '		return SOCK_DGRAM;',
        '		return type;',
      ],
      [
        'raw-folded-everywhere',
        'every raw socket is one of datagrams',
        'HAS_CHOSEN(DEFAULT_PROTOCOL_CANONICAL) && family == AF_UNIX &&\n	    type == SOCK_RAW)',
        'HAS_CHOSEN(DEFAULT_PROTOCOL_CANONICAL) && type == SOCK_RAW)',
      ],
      [
        'folded-everywhere',
        'all protocols of all families are one',
        'HAS_CHOSEN(DEFAULT_PROTOCOL_CANONICAL) &&\n	    (family == AF_UNIX || family == AF_PACKET || family == AF_VSOCK))',
        'HAS_CHOSEN(DEFAULT_PROTOCOL_CANONICAL))',
      ],
      [
        'call-not-folded',
        'a call is looked up as it was made',
        '	const int protocol = normalize_protocol(family, type, access->protocol);',
        '	const int protocol = access->protocol;',
      ],
      [
        'rule-not-folded',
        'a rule is kept as it was given',
        '		protocol = normalize_protocol(family, type, protocol);',
        '		protocol = attr.protocol;',
      ],
      [
        'type-of-rule-not-folded',
        'a rule for raw UNIX sockets is kept as it was given',
        '	type = normalize_type(family, attr.type);',
        '	type = attr.type;',
      ],
    ],
    { default_protocol: 'canonical' },
  ),
  ...mistakesIn(
    file,
    [
      [
        'any-type-taken',
        'a rule for any type is taken',
        '(HAS_CHOSEN(ANY_TYPE_NO) ? 0 : WILDCARD)',
        'WILDCARD',
      ],
    ],
    { any_type: 'no' },
  ),
]
