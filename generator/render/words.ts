import type {
  Address,
  Mask,
  NetPortAttr,
  Op,
  OpOf,
  Port,
  RulesetAttr,
  RulesetRef,
} from '../../specs/program.js'

/** What a step does, as a sentence in the third person; in a program of several actors it says who does it. */
export function sentenceOf(op: Op, hasActors: boolean): string {
  const words = hasActors ? `actor ${op.actor ?? 0} ${actionOf(op)}` : actionOf(op)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

function actionOf(op: Op): string {
  switch (op.kind) {
    case 'socket':
      return `opens socket ${op.as}: ${socketKind(op)}`
    case 'socketpair':
      return `opens a pair of sockets: ${socketKind(op)}`
    case 'bind':
      return `binds socket ${op.socket} to ${place(op.address)}`
    case 'connect':
      return `connects socket ${op.socket} to ${place(op.address)}`
    case 'listen':
      return `listens on socket ${op.socket}`
    case 'accept':
      return `accepts a connection to socket ${op.socket} as socket ${op.as}`
    case 'sendto':
      return sendto(op)
    case 'getsockname':
      return `asks for the port of socket ${op.socket}`
    case 'close':
      return `closes socket ${op.socket}`
    case 'create_ruleset':
      return createRuleset(op)
    case 'query':
      return op.what === 'abi' ? 'asks for the ABI' : 'asks for the errata'
    case 'add_rule':
      return addRule(op)
    case 'restrict_self':
      return `enforces ${ruleset(op.ruleset)}${flags(op.flags)}`
    case 'no_new_privs':
      return 'sets no_new_privs'
    case 'drop_caps':
      return 'drops all capabilities'
    case 'fork':
      return `forks actor ${op.child}`
    case 'open':
      return `opens ${op.path} for ${op.access === 'O_RDONLY' ? 'reading' : 'writing'}`
    case 'kill':
      return `sends signal 0 to actor ${op.target}`
  }
}

const socketKind = ({
  domain,
  type,
  protocol,
}: Pick<OpOf<'socket'>, 'domain' | 'type' | 'protocol'>): string =>
  [
    named('domain', domain),
    named('type', type),
    ...(protocol === 'IPPROTO_IP' ? [] : [named('protocol', protocol)]),
  ].join(', ')

const named = (what: string, value: string | number): string =>
  typeof value === 'number' ? `${what} ${value}` : value

const portWords = (port: Port): string =>
  typeof port === 'string' && port.startsWith('of:') ? `the port of socket ${port.slice(3)}` : `port ${port}`

function place(address: Address): string {
  if ('name' in address) return `the abstract name "${address.name}"`
  const { family, host, port, length } = address
  const usual = host.includes(':') ? 'AF_INET6' : 'AF_INET'
  const as = family === usual ? '' : `, as ${family}`
  return `${host}, ${portWords(port)}${as}${length === undefined ? '' : `, in ${length} bytes`}`
}

function sendto({ socket, address, fastopen }: OpOf<'sendto'>): string {
  const to = address === undefined ? 'its peer' : place(address)
  return `sends a byte from socket ${socket} to ${to}${fastopen ? ', as TCP Fast Open' : ''}`
}

const rights = (mask: Mask): string =>
  mask.length < 2 ? mask.join() || 'nothing' : `${mask.slice(0, -1).join(', ')} and ${mask.at(-1)}`

const verbs: Readonly<Record<keyof RulesetAttr, string>> = {
  handled_access_fs: 'handles',
  handled_access_net: 'handles',
  scoped: 'scopes',
  quiet_access_fs: 'does not log',
  quiet_access_net: 'does not log',
  quiet_scoped: 'does not log',
}

function deeds(attr: RulesetAttr | null): string {
  if (attr === null) return 'NULL'
  const fields = Object.keys(verbs) as readonly (keyof RulesetAttr)[]
  const words = fields.flatMap(field =>
    attr[field] === undefined ? [] : [`${verbs[field]} ${rights(attr[field])}`],
  )
  return words.join(', ') || 'handles nothing'
}

function createRuleset({ as, attr, size, flags: value, last_byte }: OpOf<'create_ruleset'>): string {
  const end = last_byte === undefined ? '' : `, the last one ${last_byte}`
  return `creates ruleset ${as} from ${size} bytes${end}: ${deeds(attr)}${flags(value)}`
}

function addRule({ ruleset: ref, type, attr, flags: value }: OpOf<'add_rule'>): string {
  const what = type === 'net_port' ? 'a rule' : `a rule of type ${type}`
  return `adds ${what} to ${ruleset(ref)}: ${attr === null ? 'NULL' : grant(attr)}${flags(value)}`
}

const grant = ({ allowed_access, port }: NetPortAttr): string =>
  `${rights(allowed_access)} on ${portWords(port)}`

function ruleset(ref: RulesetRef): string {
  if (ref === 'none') return 'descriptor -1'
  return ref === 'foreign' ? 'a descriptor of something else' : `ruleset ${ref}`
}

const flags = (value = 0): string => (value === 0 ? '' : `, with flags 0x${(value >>> 0).toString(16)}`)
