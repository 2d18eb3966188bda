import { type Mistake, mistakesIn } from './designs/mistake.js'

/** Mistakes in merged Landlock, each of a kind of its own, that new programs have to find. They are written for the Linux of `mistakesFor`. */
export const landlockMistakes: readonly Mistake[] = [
  ...mistakesIn('security/landlock/net.c', [
    [
      'fastopen-unchecked',
      'a lost check: a connection by MSG_FASTOPEN is not judged',
      '	if ((msg->msg_flags & MSG_FASTOPEN) && address && sk_is_tcp(sock->sk)) {',
      '	if (!msg && address && sk_is_tcp(sock->sk)) {',
    ],
    [
      'autobind-unchecked',
      'a lost check: a UDP socket is given its port without the right',
      '	if (num != 0)\n		return 0;',
      '	if (num != 0 || !slow)\n		return 0;',
    ],
    [
      'denied-as-eperm',
      'a wrong errno: a denied port is EPERM',
      '	return -EACCES;\n}',
      '	return -EPERM;\n}',
    ],
    [
      'rule-grants-all',
      'a wrong mask: a rule for a port grants every right on it',
      '	access_rights |= LANDLOCK_MASK_ACCESS_NET & ~ruleset->handled_masks.net;',
      '	access_rights |= LANDLOCK_MASK_ACCESS_NET;',
    ],
    [
      'port-in-host-order',
      'a wrong byte order: rules are kept for the port read backwards',
      '		.key.data = (__force uintptr_t)htons(port),',
      '		.key.data = (__force uintptr_t)port,',
    ],
    [
      'warns-of-port-0',
      'a WARN: a rule for port 0 is taken for a mistake of the caller',
      '	mutex_lock(&ruleset->lock);\n	err = landlock_insert_rule(ruleset, id, access_rights, flags);',
      '	WARN_ON_ONCE(!port);\n	mutex_lock(&ruleset->lock);\n	err = landlock_insert_rule(ruleset, id, access_rights, flags);',
    ],
    [
      'waits-for-the-family',
      'a hang: an address of another family waits until the socket has that family',
      '	if (address->sa_family != sock_family &&\n	    address->sa_family != AF_UNSPEC)\n		return -EINVAL;',
      `	while (address->sa_family != sock_family &&
	       address->sa_family != AF_UNSPEC) {
		if (signal_pending(current))
			return -EINTR;
		schedule_timeout_interruptible(HZ / 10);
	}`,
    ],
  ]),
  ...mistakesIn('security/landlock/domain.c', [
    [
      'last-layer-forgotten',
      'a missing layer: of several layers the last one has no say over ports',
      `	for (size_t i = 0; i < domain->num_layers; i++) {
		const access_mask_t handled = get_access_mask(domain, i);
`,
      `	for (size_t i = 0; i < domain->num_layers; i++) {
		const access_mask_t handled =
			i > 0 && i + 1 == domain->num_layers &&
					key_type != LANDLOCK_KEY_INODE ?
				0 :
				get_access_mask(domain, i);
`,
    ],
    [
      'domain-rules-left',
      'a leak: the rules of a domain are not freed with it',
      '	landlock_free_rules(&domain->rules);\n	landlock_put_hierarchy(domain->hierarchy);',
      '	landlock_put_hierarchy(domain->hierarchy);',
    ],
  ]),
  ...mistakesIn('security/landlock/ruleset.c', [
    [
      'rule-replaced',
      'a lost merge: a second rule for a port takes the place of the first',
      '			this->layers[0].access |= (*layers)[0].access;',
      '			this->layers[0].access = (*layers)[0].access;',
    ],
  ]),
  ...mistakesIn('security/landlock/syscalls.c', [
    [
      'ruleset-left',
      'a leak: a ruleset is not freed with its last descriptor',
      '	struct landlock_ruleset *ruleset = filp->private_data;\n\n	landlock_put_ruleset(ruleset);',
      '	struct landlock_ruleset *ruleset = filp->private_data;\n\n	(void)ruleset;',
    ],
    [
      'busy-with-rules',
      'a race: enforcing fails while another thread adds a rule',
      '		mutex_lock(&ruleset->lock);\n		new_dom = landlock_merge_ruleset(new_llcred->domain, ruleset);',
      `		const u32 num_rules = ruleset->rules.num_rules;

		yield();
		mutex_lock(&ruleset->lock);
		if (num_rules != ruleset->rules.num_rules) {
			mutex_unlock(&ruleset->lock);
			abort_creds(new_cred);
			return -EBUSY;
		}
		new_dom = landlock_merge_ruleset(new_llcred->domain, ruleset);`,
    ],
    [
      'quiet-by-files',
      'a wrong field: what is quiet about ports is read from the field about files',
      '	ruleset->quiet_masks.net = ruleset_attr.quiet_access_net;',
      '	ruleset->quiet_masks.net = ruleset_attr.quiet_access_fs;',
    ],
    [
      'privilege-by-euid',
      'a lost check: root enforces without privilege',
      '	    !ns_capable_noaudit(current_user_ns(), CAP_SYS_ADMIN))\n		return -EPERM;',
      '	    !uid_eq(current_euid(), GLOBAL_ROOT_UID))\n		return -EPERM;',
    ],
  ]),
]
