import { isUdp } from '../right.js'
import type { Target } from '../target.js'
import { type Branch, unmodelled, value } from './branch.js'
import type { ClauseId } from './clauses.js'
import { domainNumber, portText, withEvent } from './events.js'
import { isAny } from './hosts.js'
import { isQuietAt } from './paths.js'
import type { Layer, PortKey, Socket, State } from './state.js'

/** What Landlock denied, as its record tells: the youngest layer that denies, the right or scope, and on what. */
export type Denial = {
  readonly layer: Layer
  readonly blocker: string
  /** The clause by which a quiet rule or scope keeps it from being logged. */
  readonly quiet: ClauseId | null
  /** The further fields of the record, in their order. */
  readonly about: readonly string[]
  /** The port that was looked at, if it was one of the network: -1 where there was none to look at. */
  readonly port?: PortKey
}

/** The port in a record: none for 0 (lsm_audit.c: print_ipv4_addr()), and not which one where the kernel chose. */
export const portField = (name: 'src' | 'dest' | 'lport' | 'fport', port: PortKey): readonly string[] => {
  return port === 0 ? [] : [`${name}=${portText(port)}`]
}

/** What stands for fields of which the model cannot say what they are. */
const unclear = '?'

/**
 * A record tells of the socket where it is and whom it is connected to, as far as that is not zero (lsm_audit.c: dump_common_audit_data()).
 * What is left of a connection that ended stands there, too: its addresses until it is dissolved, and the port until another is given.
 */
export const placesOf = (socket: Socket): readonly string[] => {
  const { local, pinned, stale, far, phase, peer, refused, options } = socket
  if (phase === 'idle' && refused && !options.repair && !isUdp(socket.transport)) return [unclear]
  const at = local?.host ?? pinned ?? (phase === 'connected' ? far : null)
  return [
    ...(at === null || isAny(at) ? [] : [`laddr=${at}`]),
    ...portField('lport', local?.port ?? stale ?? 0),
    ...(far === null ? [] : [`faddr=${far}`]),
    ...portField('fport', peer?.port ?? 0),
  ]
}

/** log.c: is_denial_quieted(), of a port. */
export const quietPort = (layer: Layer, access: number, port: PortKey): ClauseId | null =>
  layer.quietPorts.has(port) && (layer.quietNet & access) !== 0 ? 'audit.quiet-port' : null

/** log.c: is_denial_quieted(), of a path in the program's own directory. */
export const quietPath = (layer: Layer, access: number, path: string): ClauseId | null =>
  isQuietAt(layer, path) && (layer.quietFs & access) !== 0 ? 'audit.quiet-path' : null

/** log.c: is_denial_quieted(), of a scope. */
export const quietScope = (layer: Layer, scope: number): ClauseId | null =>
  (layer.quietScoped & scope) !== 0 ? 'audit.quiet-scope' : null

/** Which event a denial is, by what blocked; those of files are not read. */
const eventOf = ({ blocker, about, port = -1 }: Denial): readonly string[] | null => {
  const [kind, right] = blocker.split('.')
  if (kind === 'net') return ['deny_access_net', `blockers=${right}`, `port=${portText(port)}`]
  if (kind === 'ptrace') return ['deny_ptrace', ...about]
  return kind === 'scope' ? [`deny_scope_${right}`, ...about] : null
}

/** trace.c: landlock_trace_denial(): a denial is an event whether it is logged or not, of which it tells. */
const withTraced = (state: State, denial: Denial, isLogged: boolean): State => {
  const [name, ...fields] = eventOf(denial) ?? []
  if (name === undefined) return state
  const flags = [`same_exec=${state.log.isLater ? 0 : 1}`, `logged=${isLogged ? 1 : 0}`]
  return withEvent(state, `${name}(${[domainNumber(state, denial.layer), ...flags, ...fields].join(',')})`)
}

/** The state with a denial logged, unless the domain or a quiet mark silences it: one record, and one of a new domain. */
export const withDenial = (before: State, denial: Denial): State => {
  const { layer, blocker, quiet, about } = denial
  const silent = (before.log.isLater ? layer.silent.later : layer.silent.same) ?? quiet
  const state = withTraced(before, denial, silent === null)
  const { log } = state
  if (silent !== null) return { ...state, log: { ...log, silent } }
  const domains = log.domains.includes(layer) ? log.domains : [...log.domains, layer]
  const number = domains.indexOf(layer) + 1
  const record = `deny(${[number, blocker, ...about].join(',')})`
  const domain = domains === log.domains ? [] : [`alloc(${number},by=${layer.by})`]
  return { ...state, log: { ...log, domains, records: [...log.records, record, ...domain] } }
}

/** What was logged since the last time. */
const readAudit = (_target: Target, state: State): readonly Branch[] => {
  const { records, silent } = state.log
  const next: State = { ...state, log: { ...state.log, records: [], silent: null } }
  if (records.some(record => record.includes(unclear))) return unmodelled('audit.deferred')
  if (records.length > 0) return value(next, records.join('+'), 'audit.denied')
  return value(next, 'none', silent ?? 'audit.nothing-denied')
}

/** What the ops of this family do. */
export const steps = { read_audit: readAudit }
