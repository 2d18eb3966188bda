import type { Behaviour } from './target.js'

/** What a kernel does, in words that follow its name, and where that stands. */
export type Words = { readonly says: string; readonly cite: string }

/** Every behaviour that neither ABI nor errata tell, in words. */
export const behaviours: Readonly<Record<Behaviour, Words>> = {
  flags_before_privilege: {
    says: 'restrict_self(2) looks at its flags before it asks for privilege',
    cite: 'security/landlock/syscalls.c: sys_landlock_restrict_self()',
  },
  hook_by_right: {
    says: 'the hook looks at an address only if the very right asked for is handled, not any network right',
    cite: 'security/landlock/net.c: current_check_access_socket(), landlock_get_applicable_subject()',
  },
  fastopen_checked: {
    says: 'sendto(2) with MSG_FASTOPEN needs CONNECT_TCP (the Fast Open fix)',
    cite: 'security/landlock/net.c: hook_socket_sendmsg()',
  },
}
