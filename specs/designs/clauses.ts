import { addedDesignClauses } from '../added/designs.js'
import type { Clause } from '../clause.js'
import { socketCreateClauses } from './socket-create/clauses.js'
import { socketCreateV4Clauses } from './socket-create-v4/clauses.js'
import { socketFdClauses } from './socket-fd/clauses.js'
import { socketProtocolClauses } from './socket-protocol/clauses.js'

const thread = 'Mickaël Salaün on the Landlock list, 26 June 2023'
const series = 'specs/designs/README.md'

/** What all designs have in common, what only their suites do, and what each of them adds: merged suites never get to these clauses. */
export const designClauses = {
  'create.unknown-socket': {
    says: 'A right of sockets that no design of the kernel has is EINVAL.',
    cite: `${thread}: "a set of (growing) supported actions (for compatibility reasons)"`,
  },
  'rule.socket-quiet': {
    says: 'A rule for sockets cannot be quiet.',
    cite: 'specs/designs/README.md: "Quiet rules"',
  },
  'rule.socket-null': {
    says: 'A NULL rule for sockets is EFAULT.',
    cite: `${series}: "Rules"`,
  },
  'rule.socket-empty': {
    says: 'A rule for sockets that allows nothing is ENOMSG.',
    cite: `${series}: "Rules"`,
  },
  'rule.socket-unhandled': {
    says: 'A rule for sockets can only allow what its ruleset handles.',
    cite: `${series}: "Rules"`,
  },
  'rule.socket-range': {
    says: 'A family outside of [0, AF_MAX) or a type outside of [0, SOCK_MAX) is EINVAL, after all else.',
    cite: `${series}: "Rules"; the series of 2024 from its second version on`,
  },
  'rule.socket-ok': {
    says: 'A valid rule for sockets is added.',
    cite: `${thread}: struct landlock_socket_attr`,
  },
  'socket.granted': {
    says: 'Rules for sockets allow to make it, so that the family answers as it does without a sandbox.',
    cite: `${thread}: "an allowed list approach"`,
  },
  'socket.call-granted': {
    says: 'Rules for sockets allow the call, so that it ends as it does without such rights.',
    cite: `${thread}: "an allowed list approach"`,
  },
  'seccomp.unprivileged': {
    says: 'A filter needs no_new_privs or CAP_SYS_ADMIN.',
    cite: 'seccomp(2), EACCES',
  },
  'seccomp.ok': { says: 'A filter is in force for this thread and its children.', cite: 'seccomp(2)' },
  'seccomp.answered': {
    says: 'A filter answers before the kernel looks at the arguments, and so before Landlock.',
    cite: 'seccomp(2); kernel/entry/common.c: syscall_trace_enter()',
  },
  'option.type': { says: 'Every socket tells its type.', cite: 'socket(7), SO_TYPE' },
  'name.peer': { says: 'A connected socket has a peer, as long as it is there.', cite: 'getpeername(2)' },
  'name.no-peer': { says: 'A socket without a peer is ENOTCONN.', cite: 'getpeername(2)' },
  'opaque.getpeername': {
    says: 'Merged Landlock does not judge who the peer is.',
    cite: 'security/landlock/net.c: landlock_hooks[]',
  },
  ...socketCreateClauses,
  ...socketProtocolClauses,
  ...socketFdClauses,
  ...socketCreateV4Clauses,
  ...addedDesignClauses,
} as const satisfies Readonly<Record<string, Clause>>
