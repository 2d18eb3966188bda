import type { Behaviour } from './target.js'

/** A text that stands in one place of a file of the kernel, and what was there before the fix. */
type RevertedText = { readonly file: string; readonly find: string; readonly replace: string }

/**
 * A fix taken out of the Linux of `mistakesFor` again: of a behaviour that neither ABI nor errata tell, or of an erratum, by the name of what a kernel then
 * does not keep; `law` is one that speaks of it, or where none does without the fix one that every kernel has.
 */
type RevertedFix = {
  readonly name: Behaviour | `erratum ${number}`
  readonly law: string
  readonly texts: readonly RevertedText[]
}

const inFile = (file: string, ...rows: readonly (readonly [string, string])[]): readonly RevertedText[] =>
  rows.map(([find, replace]) => ({ file: `security/landlock/${file}`, find, replace }))

const unknownFlags =
  '	if ((flags | LANDLOCK_MASK_RESTRICT_SELF) !=\n	    LANDLOCK_MASK_RESTRICT_SELF)\n		return -EINVAL;\n'
const afterPrivilege = '	log_same_exec = !(flags & LANDLOCK_RESTRICT_SELF_LOG_SAME_EXEC_OFF);\n'
const inherits = '	landlock_get_domain(old_llcred->domain);\n	*landlock_cred(new) = *old_llcred;\n'
const family = '	audit_net.family = address->sa_family;\n'
const access = (right: string, when: string): string =>
  `	if (${when})\n		access_request = LANDLOCK_ACCESS_NET_${right};`

/** Each fix of specs/behaviours.ts, and each of specs/errata.ts that programs can tell. */
export const revertedFixes: readonly RevertedFix[] = [
  {
    name: 'flags_before_privilege',
    law: 'flags-and-privilege-have-an-order',
    texts: inFile('syscalls.c', [unknownFlags, ''], [afterPrivilege, `${unknownFlags}${afterPrivilege}`]),
  },
  {
    name: 'hook_by_right',
    law: 'bind-and-connect-are-apart',
    texts: inFile('net.c', ['		.net = access_request,', '		.net = LANDLOCK_MASK_ACCESS_NET,']),
  },
  {
    name: 'fastopen_checked',
    law: 'a-disconnected-socket-is-judged-like-a-new-one',
    texts: inFile('net.c', [
      '	if ((msg->msg_flags & MSG_FASTOPEN) && address && sk_is_tcp(sock->sk)) {',
      '	if (0) {',
    ]),
  },
  {
    name: 'unspec_like_stack',
    law: 'bind-and-connect-are-apart',
    texts: inFile(
      'net.c',
      [
        '	case AF_UNSPEC:\n		if (',
        '	case AF_UNSPEC:\n		if (addrlen < (int)sizeof(struct sockaddr_in))\n			return -EINVAL;\n		if (',
      ],
      ['				else\n					return -EAFNOSUPPORT;', '				else\n					return -EINVAL;'],
    ),
  },
  {
    name: 'mute_with_tsync',
    law: 'tsync-gives-what-the-caller-has',
    texts: inFile('syscalls.c', ['	      (flags & ~LANDLOCK_RESTRICT_SELF_TSYNC) ==', '	      flags ==']),
  },
  {
    name: 'early_mute',
    law: 'muting-silences-later-domains',
    texts: inFile('cred.c', [inherits, `	if (!old_llcred->domain)\n		return;\n${inherits}`]),
  },
  {
    name: 'socket_in_records',
    law: 'records-name-the-right-and-the-address',
    texts: inFile('net.c', [`${family}	audit_net.sk = sock->sk;\n`, family]),
  },
  {
    name: 'erratum 1',
    law: 'other-streams-are-not-tcp',
    texts: inFile(
      'net.c',
      [access('BIND_TCP', 'sk_is_tcp(sock->sk)'), access('BIND_TCP', 'sock->type == SOCK_STREAM')],
      [access('CONNECT_TCP', 'sk_is_tcp(sock->sk)'), access('CONNECT_TCP', 'sock->type == SOCK_STREAM')],
    ),
  },
  {
    name: 'erratum 2',
    law: 'threads-of-a-process-signal-each-other',
    texts: inFile('task.c', ['		if (same_thread_group(p, current))', '		if (0)']),
  },
]
