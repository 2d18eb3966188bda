import { ofOneRight, pairMistakes, sharedMistakes } from '../../kernel/mistakes.js'
import { type Mistake, mistakesIn } from '../../mistake.js'

/** Mistakes in the kernel code of `socket-create`. */
export const mistakes: readonly Mistake[] = [
  ...ofOneRight(sharedMistakes),
  ...pairMistakes,
  ...mistakesIn('security/landlock/socket_create.c', [
    [
      'kernel-made-judged',
      'sockets that the kernel makes for itself are denied, such as subflows of MPTCP',
      `	if (kern)
		return 0;

`,
      '',
    ],
    [
      'only-kernel-made-judged',
      'the check of who makes the socket is the wrong way round',
      '	if (kern)',
      '	if (!kern)',
    ],
    [
      'other-right',
      'the right of another design is asked for',
      '		.right = LANDLOCK_ACCESS_SOCKET_CREATE,',
      '		.right = LANDLOCK_ACCESS_SOCKET_USE,',
    ],
    ['type-forgotten', 'the type is not part of the request', '		.type = type,\n', ''],
    ['family-forgotten', 'the family is not part of the request', '		.family = family,\n', ''],
    ['protocol-as-type', 'the protocol is taken for the type', '		.type = type,', '		.type = protocol,'],
    ['record-protocol-lost', 'the record tells protocol 0', '		.protocol = protocol,\n', ''],
    [
      'flow-only-inet',
      'only the internet families are judged',
      '	return landlock_check_socket(&access);',
      '	return family == AF_INET || family == AF_INET6 ? landlock_check_socket(&access) : 0;',
    ],
  ]),
  ...mistakesIn('security/landlock/socket.c', [
    ['hook-lost', 'no creation is judged', '	LSM_HOOK_INIT(socket_create, hook_socket_create),\n', ''],
    [
      'denial-dropped',
      'the denial of a creation is not passed on',
      `						   kern);
	if (err)
		return err;`,
      `						   kern);
	if (err > 0)
		return err;`,
    ],
  ]),
]
