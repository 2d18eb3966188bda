import type { Suite, Test } from '../../../generator/suite.js'
import type { Address, Op } from '../../../specs/program.js'
import type { Outcome } from '../../../specs/trace.js'

type Line = readonly [Op, ...(readonly Outcome[])]

const test = (law: string, number: number, ...lines: readonly Line[]): Test => ({
  name: `${law.replaceAll('-', '_')}_${number}`,
  law,
  id: `${law.length}${number}`.padStart(12, '0'),
  program: { ops: lines.map(([op]) => op) },
  allowed: lines.map(([, ...allowed]) => allowed),
  clauses: lines.map(() => []),
})

const inet = (port: number | 'a' | 'b' | `of:${number}`, more: { readonly length?: number } = {}): Address => ({
  family: 'AF_INET',
  host: '127.0.0.1',
  port,
  ...more,
})

const tcp = (as: number): Op => ({
  kind: 'socket',
  as,
  domain: 'AF_INET',
  type: 'SOCK_STREAM',
  protocol: 'IPPROTO_IP',
})

const tcp6 = (as: number): Op => ({
  kind: 'socket',
  as,
  domain: 'AF_INET6',
  type: 'SOCK_STREAM',
  protocol: 'IPPROTO_TCP',
})

const sockets = 'sockets-work'
const rules = 'rules-decide'
const actors = 'actors-take-turns'

/** A suite in which every kind of op has its place, with what a kernel of ABI 4 or newer gives. */
export const everyOp: Suite = {
  target: { abi: 7, errata: 3, behaviours: [], sockets: {} },
  seed: 1,
  laws: [
    { name: rules, claim: 'A rule allows its port, and no other one.', place: 'specs/laws/rules-decide.ts:9' },
    {
      name: sockets,
      claim:
        'Sockets open, bind, listen, connect, accept, send and close as they do without any sandbox, whatever the address */ looks like.',
      place: 'specs/laws/sockets-work.ts:12',
    },
    { name: actors, claim: 'Each actor has its own sandbox.', place: 'specs/laws/actors-take-turns.ts:7' },
  ],
  tests: [
    test(
      sockets,
      0,
      [tcp(0), 'OK'],
      [tcp(1), 'OK'],
      [{ kind: 'bind', socket: 0, address: inet('a') }, 'OK'],
      [{ kind: 'getsockname', socket: 0 }, '=a'],
      [{ kind: 'accept', socket: 0, as: 2 }, 'EINVAL'],
      [{ kind: 'listen', socket: 0 }, 'OK'],
      [{ kind: 'accept', socket: 0, as: 2 }, 'EAGAIN'],
      [{ kind: 'connect', socket: 1, address: inet('of:0') }, 'OK'],
      [{ kind: 'getsockname', socket: 1 }, '=ephemeral'],
      [{ kind: 'accept', socket: 0, as: 2 }, 'OK'],
      [{ kind: 'sendto', socket: 2 }, 'OK'],
      [{ kind: 'close', socket: 2 }, 'OK'],
      [{ kind: 'close', socket: 2 }, 'EBADF'],
      [tcp(1), 'OK'],
      [{ kind: 'sendto', socket: 1, address: inet('a'), fastopen: true }, 'OK'],
      [{ kind: 'connect', socket: 1, address: inet('b') }, 'EISCONN', 'EINPROGRESS'],
    ),
    test(
      sockets,
      1,
      [tcp6(0), 'OK'],
      [{ kind: 'socket', as: 1, domain: 'AF_INET', type: 'SOCK_DGRAM', protocol: 'IPPROTO_UDP' }, 'OK'],
      [{ kind: 'socket', as: 1, domain: 99, type: 1, protocol: 0 }, 'EAFNOSUPPORT'],
      [{ kind: 'bind', socket: 0, address: { family: 'AF_INET6', host: '::1', port: 'a', length: 24 } }, 'OK'],
      [
        { kind: 'bind', socket: 0, address: { family: 'AF_INET6', host: '::ffff:127.0.0.1', port: 80, length: 23 } },
        'EINVAL',
      ],
      [{ kind: 'bind', socket: 3, address: { family: 'AF_UNSPEC', host: '0.0.0.0', port: 65535 } }, 'EBADF'],
      [{ kind: 'bind', socket: 1, address: { family: 'AF_UNSPEC', host: '0.0.0.0', port: 'b' } }, 'OK'],
      [{ kind: 'sendto', socket: 1 }, 'EDESTADDRREQ'],
      [{ kind: 'sendto', socket: 1, address: inet('of:1') }, 'OK', 'EACCES'],
      [{ kind: 'socketpair', domain: 'AF_UNIX', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' }, 'OK'],
      [{ kind: 'socketpair', domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_MPTCP' }, 'EOPNOTSUPP', 'EPROTONOSUPPORT'],
      [{ kind: 'getsockname', socket: 2 }, 'EBADF', '=0'],
    ),
    test(
      sockets,
      2,
      [{ kind: 'socket', as: 0, domain: 'AF_UNIX', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' }, 'OK'],
      [{ kind: 'bind', socket: 0, address: { family: 'AF_UNIX', name: 'peer' } }, 'OK'],
      [{ kind: 'listen', socket: 0 }, 'OK'],
      [{ kind: 'socket', as: 5, domain: 'AF_UNIX', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' }, 'OK'],
      [{ kind: 'connect', socket: 5, address: { family: 'AF_UNIX', name: 'peer' } }, 'OK'],
      [{ kind: 'getsockname', socket: 0 }, '=0'],
    ),
    test(
      rules,
      0,
      [{ kind: 'query', what: 'abi' }, '=4', '=5', '=6', '=7', '=8', '=9', '=10', '=11', '=12'],
      [{ kind: 'no_new_privs' }, 'OK'],
      [{ kind: 'create_ruleset', as: 0, attr: { handled_access_net: ['bind_tcp', 'connect_tcp'] }, size: 16 }, 'OK'],
      [
        { kind: 'add_rule', ruleset: 0, type: 'net_port', attr: { allowed_access: ['bind_tcp', 'connect_tcp'], port: 'a' } },
        'OK',
      ],
      [{ kind: 'add_rule', ruleset: 0, type: 'net_port', attr: { allowed_access: ['bit_63'], port: 0 } }, 'EINVAL'],
      [{ kind: 'add_rule', ruleset: 0, type: 'net_port', attr: { allowed_access: [], port: 2 ** 32 + 80 } }, 'ENOMSG'],
      [{ kind: 'add_rule', ruleset: 0, type: 'net_port', attr: null }, 'EFAULT'],
      [{ kind: 'add_rule', ruleset: 0, type: 77, attr: { allowed_access: ['bind_tcp'], port: 80 } }, 'EINVAL'],
      [{ kind: 'add_rule', ruleset: 'none', type: 'net_port', attr: null, flags: 0x80000000 }, 'EINVAL'],
      [{ kind: 'add_rule', ruleset: 'foreign', type: 'net_port', attr: { allowed_access: ['bind_tcp'], port: 80 } }, 'EBADFD'],
      [{ kind: 'restrict_self', ruleset: 0 }, 'OK'],
      [{ kind: 'restrict_self', ruleset: 'none' }, 'EBADF'],
      [{ kind: 'restrict_self', ruleset: 'foreign' }, 'EBADFD'],
      [tcp(0), 'OK'],
      [{ kind: 'bind', socket: 0, address: inet('b') }, 'EACCES'],
      [{ kind: 'bind', socket: 0, address: inet('a') }, 'OK'],
      [{ kind: 'connect', socket: 0, address: inet(2001) }, 'EACCES'],
      [{ kind: 'open', path: '/dev/null', access: 'O_WRONLY' }, 'OK'],
    ),
    test(
      rules,
      1,
      [{ kind: 'create_ruleset', as: 0, attr: null, size: 0, flags: 1 }, 'OK'],
      [{ kind: 'create_ruleset', as: 0, attr: null, size: 16 }, 'EFAULT'],
      [{ kind: 'create_ruleset', as: 0, attr: {}, size: 48 }, 'ENOMSG'],
      [{ kind: 'create_ruleset', as: 0, attr: { handled_access_fs: ['execute'] }, size: 48 }, 'OK'],
      [
        { kind: 'create_ruleset', as: 1, attr: { handled_access_net: ['bind_tcp'], scoped: ['signal'] }, size: 64, last_byte: 1 },
        'E2BIG',
      ],
      [{ kind: 'create_ruleset', as: 1, attr: { handled_access_net: ['bind_tcp'] }, size: 4096 }, 'OK'],
      [{ kind: 'create_ruleset', as: 1, attr: { handled_access_net: ['bind_tcp'] }, size: 4097 }, 'E2BIG'],
      [{ kind: 'drop_caps' }, 'OK'],
      [{ kind: 'restrict_self', ruleset: 1, flags: 0x105 }, 'EINVAL', 'EPERM'],
      [{ kind: 'restrict_self', ruleset: 1 }, 'EPERM'],
      [{ kind: 'open', path: '/proc/self/status', access: 'O_RDONLY' }, 'OK'],
      [{ kind: 'query', what: 'errata' }, '=0', '=3', '=7', '=15', 'EINVAL'],
    ),
    test(
      actors,
      0,
      [tcp(0), 'OK'],
      [{ kind: 'fork', child: 1 }, 'OK'],
      [{ kind: 'create_ruleset', as: 0, attr: { handled_access_net: ['bind_tcp'] }, size: 16, actor: 1 }, 'OK'],
      [{ kind: 'restrict_self', ruleset: 0, actor: 1 }, 'OK'],
      [{ kind: 'bind', socket: 0, address: inet('a'), actor: 1 }, 'EACCES'],
      [{ kind: 'bind', socket: 0, address: inet('a') }, 'OK'],
      [{ kind: 'kill', target: 1 }, 'OK'],
      [{ kind: 'fork', child: 2, actor: 1 }, 'OK'],
      [{ ...tcp(1), actor: 2 }, 'OK'],
      [{ kind: 'bind', socket: 1, address: inet('b'), actor: 2 }, 'EACCES'],
      [{ kind: 'getsockname', socket: 1, actor: 0 }, 'EBADF'],
      [{ kind: 'kill', target: 0, actor: 2 }, 'OK'],
    ),
    test(actors, 1, [tcp(0), 'EACCES', 'EPERM']),
  ],
}

/** What is rendered of it, as opposed to copied. */
export const golden: readonly string[] = [
  'sockets_work.c',
  'rules_decide.c',
  'actors_take_turns.c',
  'laws.c',
  'Makefile',
  'errno_names.h',
  'socket_names.h',
]
