import type { Address, Mask, NetPortAttr, Op, RulesetAttr, RulesetRef } from '../specs/program.js'

/** An op as a call, on one line: `bind(socket 0, 127.0.0.1:80)`; another actor than the first stands before it. */
export const describe = (op: Op): string =>
  `${op.actor === undefined || op.actor === 0 ? '' : `actor ${op.actor}: `}${call(op)}`

function call(op: Op): string {
  switch (op.kind) {
    case 'socket':
      return `socket ${op.as} = socket(${op.domain}, ${op.type}, ${op.protocol})`
    case 'socketpair':
      return `socketpair(${op.domain}, ${op.type}, ${op.protocol})`
    case 'bind':
    case 'connect':
      return `${op.kind}(socket ${op.socket}, ${address(op.address)})`
    case 'listen':
    case 'getsockname':
    case 'close':
      return `${op.kind}(socket ${op.socket})`
    case 'accept':
      return `socket ${op.as} = accept(socket ${op.socket})`
    case 'sendto':
      return `sendto(socket ${op.socket}, ${op.address === undefined ? 'its peer' : address(op.address)}${op.fastopen ? ', MSG_FASTOPEN' : ''})`
    case 'create_ruleset':
      return `ruleset ${op.as} = create_ruleset(${rulesetAttr(op.attr)}, size ${op.size}${byte(op.last_byte)}${flags(op.flags)})`
    case 'query':
      return `create_ruleset(NULL, 0, ${op.what === 'abi' ? 'VERSION' : 'ERRATA'})`
    case 'add_rule':
      return `add_rule(${ruleset(op.ruleset)}, ${op.type === 'net_port' ? op.type : `type ${op.type}`}, ${netPortAttr(op.attr)}${flags(op.flags)})`
    case 'restrict_self':
      return `restrict_self(${ruleset(op.ruleset)}${flags(op.flags)})`
    case 'no_new_privs':
      return 'prctl(PR_SET_NO_NEW_PRIVS)'
    case 'drop_caps':
      return 'drop all capabilities'
    case 'fork':
      return `fork actor ${op.child}`
    case 'open':
      return `open(${op.path}, ${op.access})`
    case 'kill':
      return `kill(actor ${op.target}, 0)`
  }
}

function address(value: Address): string {
  if ('name' in value) return `@${value.name}`
  const { family, host, port, length } = value
  const usual = host.includes(':') ? 'AF_INET6' : 'AF_INET'
  const text = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return text + (family === usual ? '' : ` as ${family}`) + (length === undefined ? '' : `, length ${length}`)
}

const mask = (rights: Mask): string => rights.join('|') || '0'

const rulesetAttr = (attr: RulesetAttr | null): string =>
  attr === null
    ? 'NULL'
    : `{${Object.entries(attr)
        .map(([field, rights]) => `${field}: ${mask(rights)}`)
        .join(', ')}}`

const netPortAttr = (attr: NetPortAttr | null): string =>
  attr === null ? 'NULL' : `{${mask(attr.allowed_access)} on port ${attr.port}}`

function ruleset(ref: RulesetRef): string {
  if (ref === 'none') return 'fd -1'
  return ref === 'foreign' ? 'an fd of something else' : `ruleset ${ref}`
}

const flags = (value: number | undefined): string =>
  value === undefined ? '' : `, flags 0x${value.toString(16)}`

const byte = (value: number | undefined): string =>
  value === undefined ? '' : `, last byte 0x${value.toString(16)}`
