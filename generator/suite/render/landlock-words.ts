import type {
  NetPortAttr,
  OpOf,
  PathBeneathAttr,
  RuleAttr,
  RulesetAttr,
  RulesetRef,
} from '../../../specs/program.js'
import { typeOfAttr } from './landlock-call.js'
import { kindWords, portWords } from './socket-words.js'

/** Names in a row: `a, b and c`. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

const verbs: Readonly<Record<keyof RulesetAttr, string>> = {
  handled_access_fs: 'handles',
  handled_access_net: 'handles',
  scoped: 'scopes',
  quiet_access_fs: 'does not log',
  quiet_access_net: 'does not log',
  quiet_scoped: 'does not log',
  handled_access_socket: 'handles for sockets',
}

const nothing = (attr: null | 'unmapped'): string => (attr === null ? 'NULL' : 'memory that is not there')

function deeds(attr: OpOf<'create_ruleset'>['attr']): string {
  if (attr === null || attr === 'unmapped') return nothing(attr)
  const fields = Object.keys(verbs) as readonly (keyof RulesetAttr)[]
  const words = fields.flatMap(field =>
    attr[field] === undefined ? [] : [`${verbs[field]} ${listed(attr[field]) || 'nothing'}`],
  )
  return words.join(', ') || 'handles nothing'
}

/** What a step of this kind does. */
export function createRuleset({ as, attr, size, flags: value, last_byte }: OpOf<'create_ruleset'>): string {
  const end = last_byte === undefined ? '' : `, the last one ${last_byte}`
  return `creates ruleset ${as} from ${size} bytes${end}: ${deeds(attr)}${flags(value)}`
}

/** What a step of this kind does. */
export const addRule = (op: OpOf<'add_rule'>): string =>
  `adds ${ruleOf(op)} to ${ruleset(op.ruleset)}: ${grant(op.attr)}${flags(op.flags)}`

function ruleOf({ type, attr }: OpOf<'add_rule'>): string {
  if (typeof type === 'number') return `a rule of type ${type}`
  const fits = attr === null || attr === 'unmapped' || typeOfAttr(attr) === type
  if (!fits) return `a rule of type ${type}`
  return ruleWords[type]
}

const ruleWords = {
  net_port: 'a rule',
  path_beneath: 'a rule for paths',
  socket: 'a rule for sockets',
  socket_v4: 'a rule for sockets by protocol',
} as const

function grant(attr: OpOf<'add_rule'>['attr']): string {
  if (attr === null || attr === 'unmapped') return nothing(attr)
  return `${listed(attr.allowed_access) || 'nothing'} ${about(attr)}`
}

function about(attr: RuleAttr): string {
  if ('port' in attr) return on(attr)
  if ('parent' in attr) return beneath(attr)
  return 'domain' in attr
    ? `of ${kindWords(attr.domain, attr.type)}`
    : `of ${kindWords(attr.family, attr.type, attr.protocol)}`
}

const on = ({ port }: NetPortAttr): string => `on ${portWords(port)}`

const beneath = ({ parent }: PathBeneathAttr): string => {
  const parents = {
    directory: 'its own directory',
    none: 'descriptor -1',
    ruleset: 'the descriptor of the ruleset',
  }
  return `beneath ${parents[parent]}`
}

/** What a step of this kind does. */
export const restrictSelf = ({ ruleset: ref, flags: value }: OpOf<'restrict_self'>): string =>
  `enforces ${ruleset(ref)}${flags(value)}`

function ruleset(ref: RulesetRef): string {
  if (ref === 'none') return 'descriptor -1'
  return ref === 'foreign' ? 'a descriptor of something else' : `ruleset ${ref}`
}

const flags = (value = 0): string => (value === 0 ? '' : `, with flags 0x${(value >>> 0).toString(16)}`)
