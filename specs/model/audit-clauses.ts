import type { Clause } from '../clause.js'

const log = 'security/landlock/log.c'
const header = 'include/uapi/linux/landlock.h'
const restrict = 'security/landlock/syscalls.c: sys_landlock_restrict_self()'

/** What is logged: the clauses that decide what `read_audit` observes. */
export const auditClauses = {
  'audit.nothing-denied': {
    says: 'What is allowed, or denied by anybody else, is not logged.',
    cite: `${log}: landlock_log_denial() is called where access is denied, and nowhere else`,
  },
  'audit.denied': {
    says: 'A denial is logged once, for the youngest domain that denies, and a domain the first time it is logged.',
    cite: `${log}: landlock_log_denial(), get_denied_layer(); security/landlock/audit.c: landlock_audit_denial(), log_domain()`,
  },
  'audit.before-abi-7': {
    says: 'Kernels before ABI 7 log nothing.',
    cite: 'Documentation/userspace-api/landlock.rst: "Logging (ABI < 7)"',
  },
  'audit.same-exec-off': {
    says: 'LOG_SAME_EXEC_OFF: what the domain denies to the program that made it is not logged.',
    cite: `${header}: LANDLOCK_RESTRICT_SELF_LOG_SAME_EXEC_OFF; ${log}: is_denial_logged()`,
  },
  'audit.new-exec-off': {
    says: 'Without LOG_NEW_EXEC_ON, what the domain denies to programs that are executed later is not logged.',
    cite: `${header}: LANDLOCK_RESTRICT_SELF_LOG_NEW_EXEC_ON; ${log}: is_denial_logged(); security/landlock/cred.c: hook_bprm_creds_for_exec()`,
  },
  'audit.subdomains-off': {
    says: 'LOG_SUBDOMAINS_OFF: what domains deny that are made after that is not logged.',
    cite: `${header}: LANDLOCK_RESTRICT_SELF_LOG_SUBDOMAINS_OFF; ${restrict}, prev_log_subdomains`,
  },
  'audit.quiet-port': {
    says: 'A denial of a quiet right on a port with a quiet rule is not logged, both in the layer that denies.',
    cite: `${header}: LANDLOCK_ADD_RULE_QUIET; ${log}: is_denial_quieted()`,
  },
  'audit.quiet-path': {
    says: 'A denial of a quiet right on a path with a quiet rule is not logged, both in the layer that denies.',
    cite: `${header}: LANDLOCK_ADD_RULE_QUIET; ${log}: is_denial_quieted()`,
  },
  'audit.quiet-scope': {
    says: 'A denial by a quiet scope is not logged; it takes no rule.',
    cite: `${header}: quiet_scoped of struct landlock_ruleset_attr; ${log}: is_denial_quieted()`,
  },
  'events.none': {
    says: 'What asks no rule for a port and makes no ruleset and no domain is no trace event.',
    cite: 'include/trace/events/landlock.h',
  },
  'events.some': {
    says: 'Rulesets, rules, domains, looks at rules and denials are each a trace event, whether or not a denial is logged.',
    cite: 'Documentation/trace/events-landlock.rst; security/landlock/trace.c: landlock_trace_denial()',
  },
} as const satisfies Readonly<Record<string, Clause>>
