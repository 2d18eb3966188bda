import { namesOf } from './names-of.js'
import type { Behaviour } from './target.js'

/** What a kernel does, in words that follow its name, and where that stands. */
type BehaviourWords = {
  readonly says: string
  readonly cite: string
  /** From this ABI on every kernel is expected to do it; one of an older ABI may, where it was backported. */
  readonly from: number
}

/** Every behaviour that neither ABI nor errata tell, in words. */
export const behaviours: Readonly<Record<Behaviour, BehaviourWords>> = {
  flags_before_privilege: {
    says: 'restrict_self(2) looks at its flags before it asks for privilege',
    cite: 'security/landlock/syscalls.c: sys_landlock_restrict_self()',
    from: 11,
  },
  hook_by_right: {
    says: 'the hook looks at an address only if the very right asked for is handled, not any network right',
    cite: 'security/landlock/net.c: current_check_access_socket(), landlock_get_applicable_subject()',
    from: 7,
  },
  fastopen_checked: {
    says: 'sendto(2) with MSG_FASTOPEN needs CONNECT_TCP (the Fast Open fix)',
    cite: 'security/landlock/net.c: hook_socket_sendmsg()',
    from: 10,
  },
  unspec_like_stack: {
    says: 'the hook answers to AF_UNSPEC as the stack does: connect needs no more than the family, and bind on IPv6 is EAFNOSUPPORT',
    cite: 'security/landlock/net.c: current_check_access_socket(), case AF_UNSPEC',
    from: 7,
  },
  mute_with_tsync: {
    says: 'restrict_self(2) without a ruleset takes LOG_SUBDOMAINS_OFF together with TSYNC',
    cite: 'security/landlock/syscalls.c: sys_landlock_restrict_self(), "optionally combined with LANDLOCK_RESTRICT_SELF_TSYNC"',
    from: 8,
  },
  early_mute: {
    says: 'what is muted by LOG_SUBDOMAINS_OFF before there is a layer stays muted when there is one',
    cite: 'security/landlock/cred.c: hook_cred_transfer(), which copies its flags also where there is no domain',
    from: 8,
  },
  socket_in_records: {
    says: 'an audit record of a denied network access tells address and port of the socket, beside those of the call',
    cite: 'security/landlock/net.c: current_check_access_socket(), "audit_net.sk = sock->sk"; security/lsm_audit.c: dump_common_audit_data()',
    from: 9,
  },
}

/** Each by its name. */
export const behaviourNames = namesOf(behaviours)
