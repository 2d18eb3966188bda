import {
  type Address,
  type Mask,
  type Op,
  type OpOf,
  type RuleAttr,
  type RulesetRef,
  routeOf,
} from '../../specs/program.js'

/** An op as a call, on one line: `bind(socket 0, 127.0.0.1:80)`; another actor than the first stands before it. */
export const describe = (op: Op): string =>
  `${op.actor === undefined || op.actor === 0 ? '' : `actor ${op.actor}: `}${call(op)}${by(routeOf(op))}`

const by = (route: string | undefined): string => (route === undefined ? '' : ` by ${route}`)

function call(op: Op): string {
  switch (op.kind) {
    case 'socket':
      return `socket ${op.as} = socket(${op.domain}, ${op.type}, ${op.protocol})`
    case 'socketpair':
      return `socketpair(${op.domain}, ${op.type}, ${op.protocol})`
    case 'bind':
    case 'connect':
    case 'bindx':
    case 'connectx':
      return `${op.kind}(socket ${op.socket}, ${address(op.address)})`
    case 'listen':
    case 'recv':
    case 'getsockname':
    case 'getpeername':
    case 'close':
      return `${op.kind}(socket ${op.socket})`
    case 'accept':
      return `socket ${op.as} = accept(socket ${op.socket})`
    case 'sendto':
      return `${op.via ?? op.kind}(socket ${op.socket}, ${op.address === undefined ? 'its peer' : address(op.address)}${op.fastopen ? ', MSG_FASTOPEN' : ''})`
    case 'shutdown':
      return `shutdown(socket ${op.socket}, ${op.how})`
    case 'dup':
      return `socket ${op.as} = dup(socket ${op.socket})`
    case 'getsockopt':
      return `getsockopt(socket ${op.socket}, SO_TYPE)`
    case 'setsockopt':
      return `setsockopt(socket ${op.socket}, ${op.option}, ${op.value})`
    case 'create_ruleset':
      return `ruleset ${op.as} = create_ruleset(${rulesetAttr(op.attr)}, size ${op.size}${byte(op.last_byte)}${flags(op.flags)})`
    case 'query':
      return `create_ruleset(NULL, 0, ${op.what === 'abi' ? 'VERSION' : 'ERRATA'})`
    case 'add_rule':
      return `add_rule(${ruleset(op.ruleset)}, ${typeof op.type === 'number' ? `type ${op.type}` : op.type}, ${ruleAttr(op.attr)}${flags(op.flags)})`
    case 'restrict_self':
      return `restrict_self(${ruleset(op.ruleset)}${flags(op.flags)})`
    case 'seccomp':
      return `seccomp filter: ${op.call} answers ${op.errno}`
    case 'no_new_privs':
      return 'prctl(PR_SET_NO_NEW_PRIVS)'
    case 'drop_caps':
      return `drop all capabilities${op.keep?.length ? ` but ${op.keep.join(', ')}` : ''}`
    case 'fork':
      return `fork actor ${op.child}`
    case 'open':
      return `open(${op.path}, ${op.access})`
    case 'kill':
      return `kill(actor ${op.target}, 0)`
    case 'unshare':
      return `unshare(CLONE_NEW${op.what.toUpperCase()})`
    case 'setns':
      return `setns(actor ${op.of}, CLONE_NEW${op.what.toUpperCase()})`
    case 'race':
      return `race(${op.pair}, ${op.tries} tries)`
    case 'send_fd':
      return `sendmsg(mailbox, SCM_RIGHTS of socket ${op.socket})`
    case 'receive_fd':
      return `socket ${op.as} = recvmsg(mailbox, SCM_RIGHTS)`
    case 'take_fd':
      return `socket ${op.as} = pidfd_getfd(actor ${op.from}, socket ${op.socket})`
    case 'take_file':
      return `pidfd_getfd(actor ${op.from}, /dev/null)`
    case 'read_audit':
      return 'read the audit records'
  }
}

function address(value: Address): string {
  if ('name' in value) return value.name || 'AF_UNIX without a name'
  const { family, host, port, length } = value
  const usual = host.includes(':') ? 'AF_INET6' : 'AF_INET'
  const text = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return text + (family === usual ? '' : ` as ${family}`) + (length === undefined ? '' : `, length ${length}`)
}

const mask = (rights: Mask): string => rights.join('|') || '0'

function rulesetAttr(attr: OpOf<'create_ruleset'>['attr']): string {
  if (attr === null || attr === 'unmapped') return attr ?? 'NULL'
  const fields = Object.entries(attr).map(([field, rights]) => `${field}: ${mask(rights)}`)
  return `{${fields.join(', ')}}`
}

function ruleAttr(attr: OpOf<'add_rule'>['attr']): string {
  if (attr === null || attr === 'unmapped') return attr ?? 'NULL'
  return `{${mask(attr.allowed_access)} ${ruleObject(attr)}}`
}

function ruleObject(attr: RuleAttr): string {
  if ('port' in attr) return `on port ${attr.port}`
  if ('parent' in attr) return `beneath ${parents[attr.parent]}`
  return 'domain' in attr
    ? `of (${attr.domain}, ${attr.type})`
    : `of (${attr.family}, ${attr.type}, ${attr.protocol})`
}

const parents = { directory: 'its directory', none: 'fd -1', ruleset: 'the ruleset' } as const

function ruleset(ref: RulesetRef): string {
  if (ref === 'none') return 'fd -1'
  return ref === 'foreign' ? 'an fd of something else' : `ruleset ${ref}`
}

const flags = (value: number | undefined): string =>
  value === undefined ? '' : `, flags 0x${value.toString(16)}`

const byte = (value: number | undefined): string =>
  value === undefined ? '' : `, last byte 0x${value.toString(16)}`

/** Words in lines of at most so many characters. */
export function wrap(words: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of words.split(/\s+/)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
