import type { HeldCapability, Process, State, Thread } from './state.js'

/** What a process has that never gave up any. */
export const allCapabilities: readonly HeldCapability[] = [
  'CAP_SYS_ADMIN',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_RAW',
  'CAP_NET_ADMIN',
  'CAP_SYS_PTRACE',
  'others',
]

/** Every thread that a program starts with. */
export const initialThread: Thread = {
  layers: [],
  noNewPrivs: false,
  muted: false,
  capabilities: allCapabilities,
  permitted: allCapabilities,
}

/** The process that a program starts with. */
export const initialProcess: Process = {
  ...initialThread,
  parent: null,
  sockets: new Map(),
  rulesets: new Map(),
  early: initialThread,
  filters: [],
  pending: [],
  user: 0,
  net: 0,
}

/** One process, privileged and without a sandbox, before the first op. */
export const initialState: State = {
  processes: new Map([[0, initialProcess]]),
  sockets: [],
  rulesets: [],
  spent: [],
  forgotten: [],
  inner: [],
  low: false,
  unsettled: [],
  held: [],
  users: 1,
  nets: [0],
  routed: false,
  looks: false,
  mailbox: [],
  lastNames: new Map(),
  paths: [],
  log: { isLater: false, records: [], domains: [], silent: null, events: [], made: [] },
}
