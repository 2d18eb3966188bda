import { addedRights } from '../../../specs/added/rights.js'
import type { NetRight } from '../../../specs/right.js'

/**
 * What each ABI brought, since landlock.h says so only in words, if at all: constants and `struct.field`s without their prefix.
 * The errata query came with ABI 7 and was then given to older kernels too, so that it shows on kernels of ABI 2 and 6.
 */
const brought: Readonly<Record<number, readonly string[]>> = {
  1: [
    ...['EXECUTE', 'WRITE_FILE', 'READ_FILE', 'READ_DIR', 'REMOVE_DIR', 'REMOVE_FILE', 'MAKE_CHAR'].map(fs),
    ...['MAKE_DIR', 'MAKE_REG', 'MAKE_SOCK', 'MAKE_FIFO', 'MAKE_BLOCK', 'MAKE_SYM'].map(fs),
    'CREATE_RULESET_VERSION',
    'RULE_PATH_BENEATH',
    'ruleset_attr.handled_access_fs',
    'path_beneath_attr.allowed_access',
    'path_beneath_attr.parent_fd',
  ],
  2: ['ACCESS_FS_REFER'],
  3: ['ACCESS_FS_TRUNCATE'],
  4: [
    'ACCESS_NET_BIND_TCP',
    'ACCESS_NET_CONNECT_TCP',
    'RULE_NET_PORT',
    'ruleset_attr.handled_access_net',
    'net_port_attr.allowed_access',
    'net_port_attr.port',
  ],
  5: ['ACCESS_FS_IOCTL_DEV'],
  6: ['SCOPE_ABSTRACT_UNIX_SOCKET', 'SCOPE_SIGNAL', 'ruleset_attr.scoped'],
  7: [
    'CREATE_RULESET_ERRATA',
    'RESTRICT_SELF_LOG_SAME_EXEC_OFF',
    'RESTRICT_SELF_LOG_NEW_EXEC_ON',
    'RESTRICT_SELF_LOG_SUBDOMAINS_OFF',
  ],
  8: ['RESTRICT_SELF_TSYNC'],
  9: ['ACCESS_FS_RESOLVE_UNIX'],
  10: [
    'ACCESS_NET_BIND_UDP',
    'ACCESS_NET_CONNECT_SEND_UDP',
    'ADD_RULE_QUIET',
    'ruleset_attr.quiet_access_fs',
    'ruleset_attr.quiet_access_net',
    'ruleset_attr.quiet_scoped',
  ],
  11: ['RESTRICT_SELF_NO_NEW_PRIVS'],
}

function fs(right: string): string {
  return `ACCESS_FS_${right}`
}

/** The ABI that brought a constant or a `struct.field`, by its name without `LANDLOCK_` or `landlock_`; the rights of somebody's specs among them. */
export const abiOf: ReadonlyMap<string, number> = new Map([
  ...Object.entries(brought).flatMap(([abi, names]) => names.map(name => [name, Number(abi)] as const)),
  ...Object.entries<NetRight>(addedRights).map(
    ([name, { abi }]) => [`ACCESS_NET_${name.toUpperCase()}`, abi] as const,
  ),
])
