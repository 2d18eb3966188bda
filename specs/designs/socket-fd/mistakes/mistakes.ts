import { pairMistakes, sharedMistakes } from '../../kernel/mistakes.js'
import { type Mistake, mistakesIn } from '../../mistake.js'

const hook = (name: string): string => `	LSM_HOOK_INIT(${name}, hook_${name}),\n`

/** Mistakes in the kernel code of `socket-fd`. */
export const mistakes: readonly Mistake[] = [
  ...sharedMistakes,
  ...pairMistakes,
  ...mistakesIn('security/landlock/socket_fd.c', [
    ['receive-unjudged', 'received descriptors are not judged', hook('file_receive'), ''],
    ['send-unjudged', 'sent descriptors are not judged', hook('file_send'), ''],
    ['recvmsg-unjudged', 'recvmsg is not judged', hook('socket_recvmsg'), ''],
    ['shutdown-unjudged', 'shutdown is not judged', hook('socket_shutdown'), ''],
    ['setsockopt-unjudged', 'setsockopt is not judged', hook('socket_setsockopt'), ''],
    ['getsockopt-unjudged', 'getsockopt is not judged', hook('socket_getsockopt'), ''],
    ['getsockname-unjudged', 'getsockname is not judged', hook('socket_getsockname'), ''],
    ['getpeername-unjudged', 'getpeername is not judged', hook('socket_getpeername'), ''],
    [
      'own-sockets-judged',
      'sockets opened inside are judged too',
      '	if (shared > 0)',
      '	if (shared > LANDLOCK_MAX_NUM_LAYERS)',
    ],
    [
      'one-layer-short',
      'the youngest layer of the opener is taken for foreign',
      'GENMASK(shared - 1, 0)',
      'GENMASK(shared, 1)',
    ],
    [
      'all-layers-exempt',
      'a socket opened in any shared layer is exempt from all',
      'GENMASK(shared - 1, 0)',
      'GENMASK(LANDLOCK_MAX_NUM_LAYERS - 1, 0)',
    ],
    [
      'current-for-opener',
      'the caller is taken for the opener',
      'landlock_cred(file->f_cred)->domain',
      'domain',
    ],
    [
      'deeper-domain-foreign',
      'only equal domains count',
      '	while (ha != hb) {',
      '	while (ha != hb || a != b) {\n		if (!ha || !hb)\n			return 0;',
    ],
    ['shared-uncounted', 'the count of shared layers does not go down', '		shared--;\n', ''],
    [
      'receive-as-send',
      'receiving asks for the right to send',
      'check_passed_file(file, LANDLOCK_ACCESS_SOCKET_RECEIVE)',
      'check_passed_file(file, LANDLOCK_ACCESS_SOCKET_SEND)',
    ],
    [
      'send-as-use',
      'sending asks for the right to use',
      'check_passed_file(file, LANDLOCK_ACCESS_SOCKET_SEND)',
      'check_passed_file(file, LANDLOCK_ACCESS_SOCKET_USE)',
    ],
    [
      'use-as-receive',
      'using asks for the right to receive',
      '		.right = LANDLOCK_ACCESS_SOCKET_USE,',
      '		.right = LANDLOCK_ACCESS_SOCKET_RECEIVE,',
    ],
    [
      'non-sockets-judged',
      'other files are refused as if they were sockets',
      '	if (!sock)\n		return 0;',
      '	if (!sock)\n		return -EACCES;',
    ],
  ]),
  ...mistakesIn('security/landlock/net.c', [
    [
      'sendmsg-hook-lost',
      'sendmsg is not judged',
      '	int ret = landlock_check_socket_call(sock, LANDLOCK_SOCKET_SENDMSG);\n\n	if (ret)\n		return ret;\n',
      '	int ret = 0;\n',
    ],
  ]),
  ...mistakesIn('net/core/scm.c', [
    [
      'send-wrong-errno',
      'a refused descriptor gives EBADF',
      '			fput(file);\n			return err;',
      '			fput(file);\n			return -EBADF;',
    ],
    [
      'send-ignored',
      'a refused descriptor is sent',
      '			fput(file);\n			return err;\n		}\n		if (unix_get_socket(file))',
      '		}\n		if (unix_get_socket(file))',
    ],
  ]),
]
