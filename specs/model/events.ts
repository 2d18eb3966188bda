import { namesOf } from '../names-of.js'
import type { Target } from '../target.js'
import { fsRights, netRights, scopes } from '../uapi/landlock.js'
import { type Branch, value } from './branch.js'
import { toNumber, widths } from './rights.js'
import type { Layer, PortKey, Ruleset, State } from './state.js'

type BitTable = Readonly<Record<string, { readonly bit: number }>>

/** The names of what is in a mask, as the kernel prints flags. */
const flagNames = (known: BitTable, mask: number): string =>
  namesOf(known)
    .filter(name => (mask >> (known[name]?.bit ?? 0)) & 1)
    .join('|')

/** Fields of an event: what is empty is left out. */
const filled = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .flatMap(([name, text]) => (text === '' ? [] : [`,${name}=${text}`]))
    .join('')

/** A port in an event, and not which one where the kernel chose. */
export const portText = (port: PortKey): string => {
  const isNamed = typeof port === 'number' ? port < 32_768 || port > 60_999 : port.length === 1
  return isNamed ? `${port}` : 'ephemeral'
}

/** The state with one more event. */
export const withEvent = (state: State, event: string): State => ({
  ...state,
  log: { ...state.log, events: [...state.log.events, event] },
})

/** The number of a domain: none is 0. */
export const domainNumber = ({ log }: State, layer: Layer): number => log.made.indexOf(layer) + 1

/** The network rights that there are and a ruleset does not handle: its rules allow them (net.c: landlock_append_net_rule()). */
const unhandled = ({ abi }: Target, { handledNet }: Ruleset): number =>
  ((1 << widths(abi).net) - 1) & ~handledNet

/** syscalls.c: sys_landlock_create_ruleset(). */
export const withCreated = (state: State, ruleset: Ruleset): State =>
  withEvent(
    state,
    `create_ruleset(${state.rulesets.length}.0${filled({
      handled_fs: flagNames(fsRights, ruleset.handledFs),
      handled_net: flagNames(netRights, ruleset.handledNet),
      scoped: flagNames(scopes, ruleset.scoped),
    })})`,
  )

/** net.c: landlock_append_net_rule(). */
export const withPortRule = (
  target: Target,
  state: State,
  id: number,
  { bits, port }: { readonly bits: readonly number[]; readonly port: PortKey },
): State => {
  const ruleset = state.rulesets[id]
  if (ruleset === undefined) throw new Error(`no ruleset ${id}`)
  const rights = flagNames(netRights, toNumber(bits) | unhandled(target, ruleset))
  const fields = filled({ access_rights: rights, port: portText(port) })
  return withEvent(state, `add_rule_net_port(${id + 1}.${ruleset.version}${fields})`)
}

/** syscalls.c: sys_landlock_restrict_self(): a domain is made, and then enforced. */
export const withMade = (
  state: State,
  id: number,
  { layers, noNewPrivs }: { readonly layers: readonly Layer[]; readonly noNewPrivs: boolean },
): State => {
  const [parent, layer] = [layers.at(-2), layers.at(-1)]
  if (layer === undefined) throw new Error('no domain')
  const made = { ...state, log: { ...state.log, made: [...state.log.made, layer] } }
  const number = domainNumber(made, layer)
  const from = `parent=${parent === undefined ? 0 : domainNumber(made, parent)},ruleset=${id + 1}.${layer.version}`
  const created = withEvent(made, `create_domain(${number},${from})`)
  return withEvent(created, `enforce_domain(${number},no_new_privs=${noNewPrivs ? 1 : 0})`)
}

/** What one layer has to a port: a rule grants what its layer does not handle as well. */
const grantOf = (target: Target, layer: Layer, access: number, port: PortKey): number | null => {
  const rule = layer.rules.get(port)
  return rule === undefined ? null : (rule | unhandled(target, layer)) & access
}

/** net.c: unmask_layers_net(): the rules for a port are looked at, if there are any. */
export const withLook = (
  target: Target,
  state: State,
  layers: readonly Layer[],
  { access, port }: { readonly access: number; readonly port: PortKey },
): State => {
  const domain = layers.at(-1)
  const grants = layers.map(layer => grantOf(target, layer, access, port))
  if (domain === undefined || grants.every(grant => grant === null)) return state
  const request = `access_request=${flagNames(netRights, access)},port=${portText(port)}`
  const granted = grants.map(grant => flagNames(netRights, grant ?? 0)).join(',')
  return withEvent(
    state,
    `check_rule_net_port(${domainNumber(state, domain)},${request},grants={${granted}})`,
  )
}

/** What was traced since the last time. */
const readEvents = (_target: Target, state: State): readonly Branch[] => {
  const { events } = state.log
  if (events.length === 0) return value(state, 'none', 'events.none')
  return value({ ...state, log: { ...state.log, events: [] } }, events.join('+'), 'events.some')
}

/** What the ops of this family do. */
export const steps = { read_events: readEvents }
