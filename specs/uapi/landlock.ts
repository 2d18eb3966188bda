// Written by `landlockstep uapi <landlock.h>` from the header of the newest ABI; to change it, run that again.
// `abi` is the ABI that brought the constant or the field.
import { addedRights } from '../added/rights.js'

/** Rights of the file system (LANDLOCK_ACCESS_FS_*), by bit. */
export const fsRights = {
  execute: { bit: 0, abi: 1 },
  write_file: { bit: 1, abi: 1 },
  read_file: { bit: 2, abi: 1 },
  read_dir: { bit: 3, abi: 1 },
  remove_dir: { bit: 4, abi: 1 },
  remove_file: { bit: 5, abi: 1 },
  make_char: { bit: 6, abi: 1 },
  make_dir: { bit: 7, abi: 1 },
  make_reg: { bit: 8, abi: 1 },
  make_sock: { bit: 9, abi: 1 },
  make_fifo: { bit: 10, abi: 1 },
  make_block: { bit: 11, abi: 1 },
  make_sym: { bit: 12, abi: 1 },
  refer: { bit: 13, abi: 2 },
  truncate: { bit: 14, abi: 3 },
  ioctl_dev: { bit: 15, abi: 5 },
  resolve_unix: { bit: 16, abi: 9 },
} as const

/** Rights of the network (LANDLOCK_ACCESS_NET_*), by bit. */
export const netRights = {
  bind_tcp: { bit: 0, abi: 4 },
  connect_tcp: { bit: 1, abi: 4 },
  bind_udp: { bit: 2, abi: 10 },
  connect_send_udp: { bit: 3, abi: 10 },
  ...addedRights,
} as const

/** What a domain can be kept from reaching outside of itself (LANDLOCK_SCOPE_*), by bit. */
export const scopes = {
  abstract_unix_socket: { bit: 0, abi: 6 },
  signal: { bit: 1, abi: 6 },
} as const

/** Flags of landlock_create_ruleset(2), by bit. */
export const createRulesetFlags = {
  version: { bit: 0, abi: 1 },
  errata: { bit: 1, abi: 7 },
} as const

/** Flags of landlock_add_rule(2), by bit. */
export const addRuleFlags = {
  quiet: { bit: 0, abi: 10 },
} as const

/** Flags of landlock_restrict_self(2), by bit. */
export const restrictSelfFlags = {
  log_same_exec_off: { bit: 0, abi: 7 },
  log_new_exec_on: { bit: 1, abi: 7 },
  log_subdomains_off: { bit: 2, abi: 7 },
  tsync: { bit: 3, abi: 8 },
  no_new_privs: { bit: 4, abi: 11 },
} as const

/** What a rule is about (enum landlock_rule_type), by value. */
export const ruleTypes = {
  path_beneath: { value: 1, abi: 1 },
  net_port: { value: 2, abi: 4 },
} as const

/** struct landlock_ruleset_attr: offsets and sizes in bytes. */
export const rulesetAttr = {
  handled_access_fs: { offset: 0, size: 8, abi: 1 },
  handled_access_net: { offset: 8, size: 8, abi: 4 },
  scoped: { offset: 16, size: 8, abi: 6 },
  quiet_access_fs: { offset: 24, size: 8, abi: 10 },
  quiet_access_net: { offset: 32, size: 8, abi: 10 },
  quiet_scoped: { offset: 40, size: 8, abi: 10 },
} as const

/** struct landlock_path_beneath_attr, packed: offsets and sizes in bytes. */
export const pathBeneathAttr = {
  allowed_access: { offset: 0, size: 8, abi: 1 },
  parent_fd: { offset: 8, size: 4, abi: 1 },
} as const

/** struct landlock_net_port_attr: offsets and sizes in bytes. */
export const netPortAttr = {
  allowed_access: { offset: 0, size: 8, abi: 4 },
  port: { offset: 8, size: 8, abi: 4 },
} as const
