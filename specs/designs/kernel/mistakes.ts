import { type Mistake, mistakesIn } from '../mistake.js'

/** Mistakes in what the rights of all designs share: the field, the storage of rules, the layers. They are written for Linux 7.3. */
export const sharedMistakes: readonly Mistake[] = [
  ...mistakesIn('security/landlock/syscalls.c', [
    [
      'handled-unchecked',
      'unknown rights are taken and cut off',
      `	     LANDLOCK_KNOWN_ACCESS_SOCKET) != LANDLOCK_KNOWN_ACCESS_SOCKET)
		return -EINVAL;`,
      `	     LANDLOCK_KNOWN_ACCESS_SOCKET) != LANDLOCK_KNOWN_ACCESS_SOCKET)
		ruleset_attr.handled_access_socket &=
			LANDLOCK_KNOWN_ACCESS_SOCKET;`,
    ],
    [
      'handled-upper-half-unchecked',
      'bits above 31 of the field are not looked at',
      '	if ((ruleset_attr.handled_access_socket |',
      '	if (((u32)ruleset_attr.handled_access_socket |',
    ],
    [
      'handled-wrong-errno',
      'an unknown right is taken for a too large attribute',
      `	     LANDLOCK_KNOWN_ACCESS_SOCKET) != LANDLOCK_KNOWN_ACCESS_SOCKET)
		return -EINVAL;`,
      `	     LANDLOCK_KNOWN_ACCESS_SOCKET) != LANDLOCK_KNOWN_ACCESS_SOCKET)
		return -E2BIG;`,
    ],
    [
      'short-attribute-refused',
      'callers with the attribute of before are refused',
      `						    handled_access_fs),
					attr, size);`,
      `						    handled_access_socket),
					attr, size);`,
    ],
    [
      'handled-from-other-field',
      'the handled network rights are taken for those of sockets',
      '					  ruleset_attr.handled_access_socket);',
      '					  ruleset_attr.handled_access_net);',
    ],
    [
      'rule-type-lost',
      'rules for sockets are of an unknown type',
      `		return landlock_add_socket_rule(ruleset, rule_type, rule_attr,
						flags);`,
      '		return -EINVAL;',
    ],
  ]),
  ...mistakesIn('security/landlock/ruleset.c', [
    [
      'only-sockets-is-empty',
      'a ruleset that handles only sockets is refused as empty',
      `	if (!fs_access_mask && !net_access_mask && !scope_mask &&
	    !socket_access_mask)`,
      '	if (!fs_access_mask && !net_access_mask && !scope_mask)',
    ],
    [
      'handled-in-files',
      'the handled rights of sockets are stored with those of files',
      '		new_ruleset->handled_masks.socket |= mask;',
      '		new_ruleset->handled_masks.fs |= mask;',
    ],
    [
      'handled-not-stored',
      'the handled rights are forgotten',
      '		new_ruleset->handled_masks.socket |= mask;',
      '		new_ruleset->handled_masks.socket &= mask;',
    ],
    [
      'rule-replaces',
      'a second rule for the same sockets does not add up',
      '			this->layers[0].access |= (*layers)[0].access;',
      '			this->layers[0].access &= (*layers)[0].access;',
    ],
  ]),
  ...mistakesIn('security/landlock/ruleset.h', [
    [
      'rules-in-ports-tree',
      'rules for sockets and for ports share a tree, and mix',
      '		return &rules->root_socket;',
      '		return &rules->root_net_port;',
    ],
  ]),
  ...mistakesIn('security/landlock/domain.c', [
    [
      'merge-lost',
      'rules of a new layer are lost',
      '	err = merge_tree(dst, src, LANDLOCK_KEY_SOCKET);',
      '	err = 0;',
    ],
    [
      'inherit-lost',
      'rules of earlier layers are lost',
      '	err = inherit_tree(parent, child, LANDLOCK_KEY_SOCKET);',
      '	err = 0;',
    ],
    [
      'mask-of-network',
      'what a layer handles of the network decides over sockets',
      '		get_access_mask = landlock_get_socket_access_mask;',
      '		get_access_mask = landlock_get_net_access_mask;',
    ],
  ]),
  ...mistakesIn('security/landlock/domain.h', [
    [
      'mask-of-first-layer',
      'only what the first layer handles counts',
      '	return domain->handled_masks[layer_level].socket;',
      '	return domain->handled_masks[0].socket;',
    ],
  ]),
  ...mistakesIn('security/landlock/socket.c', [
    [
      'any-layer-grants',
      'one layer that grants is enough',
      `		if (masks->layers[i].access)
			return false;
	}

	return true;`,
      `		if (!masks->layers[i].access)
			return true;
	}

	return false;`,
    ],
    [
      'last-layers-unread',
      'the upper half of the layers has no say',
      '	for (size_t i = 0; i < ARRAY_SIZE(masks->layers); i++) {',
      '	for (size_t i = 0; i < ARRAY_SIZE(masks->layers) / 2; i++) {',
    ],
    [
      'wrong-denial',
      'a denial gives EPERM',
      `			    });
	return -EACCES;`,
      `			    });
	return -EPERM;`,
    ],
    [
      'granted-anyway',
      'denials are logged and not enforced',
      `			    });
	return -EACCES;`,
      `			    });
	return 0;`,
    ],
    [
      'empty-rule-taken',
      'a rule that grants nothing is taken',
      `	if (!allowed_access)
		return -ENOMSG;`,
      `	if (!allowed_access)
		return 0;`,
    ],
    [
      'empty-rule-wrong-errno',
      'a rule that grants nothing is invalid instead of useless',
      `	if (!allowed_access)
		return -ENOMSG;`,
      `	if (!allowed_access)
		return -EINVAL;`,
    ],
    [
      'rule-right-unchecked',
      'a rule may grant what the ruleset does not handle',
      `	if ((allowed_access | mask) != mask)
		return -EINVAL;`,
      `	if (!(allowed_access & mask))
		return -EINVAL;`,
    ],
    [
      'quiet-taken',
      'the quiet flag is taken though it does nothing',
      `	if (flags)
		return -EINVAL;`,
      `	if (flags & ~LANDLOCK_ADD_RULE_QUIET)
		return -EINVAL;`,
    ],
  ]),
  ...mistakesIn('security/landlock/audit.c', [
    ['record-category', 'the record speaks of the network', '		return "socket.";', '		return "net.";'],
    [
      'record-bare',
      'the record does not tell which socket',
      '	if (request->type == LANDLOCK_REQUEST_SOCKET_ACCESS)',
      '	if (request->type == LANDLOCK_REQUEST_NET_ACCESS && request->socket)',
    ],
  ]),
]

/** Mistakes in the rules for a domain and a type, which three of the designs have. */
export const pairMistakes: readonly Mistake[] = mistakesIn('security/landlock/socket.c', [
  [
    'key-without-domain',
    'the key forgets the domain',
    '	return ((uintptr_t)family << LANDLOCK_SOCKET_KEY_TYPE_BITS) | type;',
    '	return type;',
  ],
  [
    'key-without-type',
    'the key forgets the type',
    '	return ((uintptr_t)family << LANDLOCK_SOCKET_KEY_TYPE_BITS) | type;',
    '	return (uintptr_t)family << LANDLOCK_SOCKET_KEY_TYPE_BITS;',
  ],
  [
    'key-parts-overlap',
    'domain and type overlap in the key',
    '	return ((uintptr_t)family << LANDLOCK_SOCKET_KEY_TYPE_BITS) | type;',
    '	return ((uintptr_t)family << 1) | type;',
  ],
  [
    'range-before-right',
    'an impossible domain is refused before an empty rule',
    `	err = landlock_check_socket_rule(ruleset, socket_attr.allowed_access,
					 LANDLOCK_RULE_ACCESS_SOCKET);
	if (err)
		return err;`,
    `	if (socket_attr.domain < 0)
		return -EINVAL;
	err = landlock_check_socket_rule(ruleset, socket_attr.allowed_access,
					 LANDLOCK_RULE_ACCESS_SOCKET);
	if (err)
		return err;`,
  ],
  [
    'negative-domain',
    'a negative domain is taken',
    '	if (socket_attr.domain < 0 || socket_attr.domain >= AF_MAX)',
    '	if (socket_attr.domain >= AF_MAX)',
  ],
  [
    'domain-off-by-one',
    'AF_MAX is taken for a domain',
    '	if (socket_attr.domain < 0 || socket_attr.domain >= AF_MAX)',
    '	if (socket_attr.domain < 0 || socket_attr.domain > AF_MAX)',
  ],
  [
    'negative-type',
    'a negative type is taken',
    '	if (socket_attr.type < 0 || socket_attr.type >= SOCK_MAX)',
    '	if (socket_attr.type >= SOCK_MAX)',
  ],
  [
    'type-off-by-one',
    'SOCK_MAX is taken for a type',
    '	if (socket_attr.type < 0 || socket_attr.type >= SOCK_MAX)',
    '	if (socket_attr.type < 0 || socket_attr.type > SOCK_MAX)',
  ],
  [
    'wrong-address-errno',
    'an unreadable rule is invalid',
    `	if (copy_from_user(&socket_attr, rule_attr, sizeof(socket_attr)))
		return -EFAULT;`,
    `	if (copy_from_user(&socket_attr, rule_attr, sizeof(socket_attr)))
		return -EINVAL;`,
  ],
  [
    'type-uninitialised',
    'the type of a rule is not copied from user space',
    '	if (copy_from_user(&socket_attr, rule_attr, sizeof(socket_attr)))',
    '	if (copy_from_user(&socket_attr, rule_attr, offsetof(typeof(socket_attr), type)))',
  ],
])

/** The same for a design with one right, whose rules all allow that one. */
export const ofOneRight = (mistakes: readonly Mistake[]): readonly Mistake[] =>
  mistakes.map(mistake =>
    mistake.name === 'rule-replaces'
      ? {
          ...mistake,
          equivalent:
            'A rule without the one right there is is refused, so all rules for a kind are the same.',
        }
      : mistake,
  )
