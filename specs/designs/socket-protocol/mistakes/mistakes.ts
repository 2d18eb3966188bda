import { ofOneRight, pairMistakes, sharedMistakes } from '../../kernel/mistakes.js'
import { type Mistake, mistakesIn } from '../../mistake.js'

/** Mistakes in the kernel code of `socket-protocol`. */
export const mistakes: readonly Mistake[] = [
  ...ofOneRight(sharedMistakes),
  ...pairMistakes,
  ...mistakesIn('security/landlock/socket_protocol.c', [
    ['bind-unjudged', 'bind is not judged', 'BIT(LANDLOCK_SOCKET_BIND)', 'BIT(LANDLOCK_SOCKET_LISTEN)'],
    ['listen-unjudged', 'listen is not judged', 'BIT(LANDLOCK_SOCKET_LISTEN)', 'BIT(LANDLOCK_SOCKET_BIND)'],
    ['accept-unjudged', 'accept is not judged', 'BIT(LANDLOCK_SOCKET_ACCEPT)', 'BIT(LANDLOCK_SOCKET_BIND)'],
    [
      'connect-unjudged',
      'connect is not judged',
      'BIT(LANDLOCK_SOCKET_CONNECT)',
      'BIT(LANDLOCK_SOCKET_BIND)',
    ],
    [
      'send-judged',
      'what flows through a socket is judged too',
      'BIT(LANDLOCK_SOCKET_CONNECT)',
      'BIT(LANDLOCK_SOCKET_CONNECT) | BIT(LANDLOCK_SOCKET_SENDMSG)',
    ],
    [
      'kernel-made-judged',
      'sockets that the kernel makes for itself are denied',
      `	if (kern)
		return 0;

`,
      '',
    ],
    [
      'creation-unjudged',
      'the creation is not judged',
      '	return check_protocol(family, type);',
      '	return 0;',
    ],
    [
      'other-right',
      'the right of another design is asked for',
      '		.right = LANDLOCK_ACCESS_SOCKET_PROTOCOL,',
      '		.right = LANDLOCK_ACCESS_SOCKET_CREATE,',
    ],
    [
      'calls-inverted',
      'the other calls are judged',
      '	if (!(checked_calls & BIT(call)))',
      '	if (checked_calls & BIT(call))',
    ],
    ['type-of-call-lost', 'the type is taken for 0 after creation', 'sock->type);', '0);'],
    ['type-forgotten', 'the type is not part of the request', '		.type = type,\n', ''],
    ['family-forgotten', 'the family is not part of the request', '		.family = family,\n', ''],
  ]),
  ...mistakesIn('security/landlock/socket.c', [
    [
      'accept-hook-lost',
      'accept reaches no check',
      '	LSM_HOOK_INIT(socket_accept, hook_socket_accept),\n',
      '',
    ],
    [
      'listen-hook-lost',
      'listen reaches no check',
      '	LSM_HOOK_INIT(socket_listen, hook_socket_listen),\n',
      '',
    ],
    [
      'creation-hook-partial',
      'the creation is not passed on to this design',
      '	return landlock_check_socket_protocol_create(family, type, kern);',
      '	return 0;',
    ],
  ]),
  ...mistakesIn('security/landlock/net.c', [
    [
      'connect-hook-overwritten',
      'a denial of connect is forgotten where no port is judged',
      '	int ret = landlock_check_socket_call(sock, LANDLOCK_SOCKET_CONNECT);\n\n	if (ret)\n		return ret;\n',
      '	int ret = 0;\n',
    ],
  ]),
]
