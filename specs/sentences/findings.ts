import { type Judge, promises } from './account.js'

/** Something that documentation says and that is not so: what is wrong, what the kernel does and where that stands, and what would say it right. */
export type DocumentationFinding = {
  readonly says: string
  readonly kernel: string
  /** What shows that the kernel does it. */
  readonly by: readonly Judge[]
  /** Patches in patches/, or why there is none. */
  readonly fix: readonly `${string}.patch`[] | string
}

/** Everything found so far, by a name that the sentences use. */
export const findings: Readonly<Record<string, DocumentationFinding>> = {
  'sixteen-layers': {
    says: 'The manual gives 64 as the number of rulesets that a thread can be restricted with.',
    kernel: 'It is 16: security/landlock/limits.h, LANDLOCK_MAX_NUM_LAYERS.',
    by: ['sixteen-layers-and-no-more', 'restrict.too-many-layers'],
    fix: ['landlock_restrict_self.2.patch'],
  },
  'eperm-needs-both': {
    says: 'By the manual, EPERM comes where no_new_privs is lacking, and also where CAP_SYS_ADMIN is.',
    kernel:
      'Either is enough; only who has neither is refused: security/landlock/syscalls.c, sys_landlock_restrict_self().',
    by: ['enforcing-needs-privilege', 'only-one-capability-enforces'],
    fix: ['landlock_restrict_self.2.patch'],
  },
  'enomsg-of-all': {
    says: 'Manual and kernel-doc give ENOMSG for a ruleset that handles no right on files.',
    kernel:
      'It comes where neither rights on files, rights on ports nor scopes are handled: security/landlock/ruleset.c, landlock_create_ruleset().',
    by: ['an-empty-ruleset-is-enomsg', 'create.empty'],
    fix: ['kernel-documentation.patch', 'landlock_create_ruleset.2.patch'],
  },
  'not-all-in-version-1': {
    says: 'One manual page has it that all features in these pages come with version 1.',
    kernel:
      'landlock(7) itself describes rights of versions 2 and 3: include/uapi/linux/landlock.h, LANDLOCK_ACCESS_FS_REFER and LANDLOCK_ACCESS_FS_TRUNCATE.',
    by: ['unknown-rights-are-invalid'],
    fix: ['landlock_create_ruleset.2.patch'],
  },
  'ptrace-rights': {
    says: 'The manual wants the tracer to have a subset of the rules of its target, which reads the wrong way round.',
    kernel:
      'A tracer has to be allowed at least what its target is, since the domain of the target is its own or nested in it: security/landlock/task.c, hook_ptrace_access_check().',
    by: ['taking-a-descriptor-needs-the-domain', 'trace.other-domain'],
    fix: ['landlock.7.patch'],
  },
  'pages-without-ports': {
    says: 'The manual knows files as the only objects of rules, and one type of rule.',
    kernel: 'Since ABI 4 there are ports, with a type of their own: LANDLOCK_RULE_NET_PORT.',
    by: ['a-rule-grants-its-port-only', 'rule.ok'],
    fix: 'these pages are older than rights on ports as a whole, which is more than a mistake',
  },
  'flags-may-be-set': {
    says: 'The manual wants the flags of landlock_add_rule(2) and landlock_restrict_self(2) to be 0.',
    kernel: 'There are five of restrict_self(2) since ABI 7, 8 and 11, and one of add_rule(2) since ABI 10.',
    by: ['unknown-flags-are-invalid', 'restrict.unknown-flags', 'rule.unknown-flags'],
    fix: 'it was so when these pages were written, and each flag needs a text of its own',
  },
  'only-to-its-peer': {
    says: 'Of a socket that was connected before, no sendto(2) is said to be restricted by a scope.',
    kernel:
      'That is so of what goes to its peer; a datagram to another address is judged and may be EPERM: security/landlock/task.c, hook_unix_may_send().',
    by: ['a-peer-stays-a-peer', 'unix-connections-outlive-a-scope'],
    fix: ['kernel-documentation.patch'],
  },
  'three-rules': {
    says: 'The tutorial counts two rules that allow DNS.',
    kernel:
      'The code above it adds three: to connect by TCP, to send by UDP, and to be given a port for that.',
    by: ['udp-needs-a-local-port'],
    fix: ['kernel-documentation.patch'],
  },
  'not-only-inodes': {
    says: 'All access rights are said to be tied to an inode.',
    kernel: 'Rights on ports are tied to a number: security/landlock/net.c, landlock_append_net_rule().',
    by: ['a-rule-grants-its-port-only', 'files-are-untouched'],
    fix: ['kernel-documentation.patch'],
  },
  'sockets-retain-nothing': {
    says: 'What a sandboxed process got from the kernel is to keep its restrictions whoever uses it.',
    kernel:
      'A socket keeps none: each call is judged by the domain of who makes it: security/landlock/net.c, current_check_access_socket().',
    by: ['a-passed-socket-is-judged-by-who-uses-it', 'sockets-are-judged-at-the-call'],
    fix: 'it is a principle, and whether sockets are to follow it is not for a patch to a page',
  },
  'ptrace-has-no-prefix': {
    says: 'Blockers are said to have a prefix before a dot, and the list of them leaves two out.',
    kernel:
      'The blocker `ptrace` has none, and `fs.change_topology` is no right: security/landlock/audit.c, get_blocker().',
    by: ['denied-traces-are-logged'],
    fix: ['kernel-documentation.patch'],
  },
  'quiet-is-an-exception': {
    says: 'The list of denials that give no audit record leaves out what quiet rules and scopes silence.',
    kernel: 'Those give none either: security/landlock/log.c, is_denial_quieted().',
    by: ['quiet-rules-silence-their-port', 'quiet-scopes-are-silent'],
    fix: ['kernel-documentation.patch'],
  },
  'stat-not-status': {
    says: 'Reading /proc/<pid>/status is the example of a look that gives no record.',
    kernel:
      'It is /proc/<pid>/stat whose fields are kept back without a record; status asks for no permission: fs/proc/array.c, do_task_stat(), PTRACE_MODE_NOAUDIT.',
    by: [promises],
    fix: ['kernel-documentation.patch'],
  },
  'tsync-removes-a-domain': {
    says: 'Once a thread is landlocked, nothing is said to remove its security policy.',
    kernel:
      "Another thread of its process does, by TSYNC: each has the caller's domain then in place of its own, and none where the caller has none and passes -1 with LOG_SUBDOMAINS_OFF; the header says of the flag that it overrides what siblings had: security/landlock/tsync.c, restrict_one_thread().",
    by: ['tsync-gives-what-the-caller-has', 'restrict.all-threads'],
    fix: 'whether a domain may be lifted so, or a caller without one is to be refused, is for its maintainers to say',
  },
}
