import { type EndingCase, ending } from '../arbitrary/ends.js'
import { at, bind, by, byRoute, create, enforce, tcp } from '../arbitrary/ops.js'
import { creationOf } from '../model/sockets.js'
import type { Capability, Op } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { withOp } from '../wrong.js'

const lower = (...caps: readonly Capability[]): Op => ({ kind: 'lower_caps', caps })
const keep = (...kept: readonly Capability[]): Op => ({ kind: 'drop_caps', keep: kept })
const noNewPrivs: Op = { kind: 'no_new_privs' }
const fork: Op = { kind: 'fork', child: 1 }
const low = [tcp(0), bind(0, at(80))]
const lowByExec = [tcp(0), byRoute(bind(0, at(80)), 'exec')]
const icmp = { domain: 'AF_INET', type: 'SOCK_RAW', protocol: 'IPPROTO_ICMP' } as const
const ping: Op = { kind: 'socket', as: 0, ...icmp }
const repair: Op = { kind: 'setsockopt', socket: 0, option: 'TCP_REPAIR', value: 1 }
const filter: Op = { kind: 'seccomp', call: 'listen', errno: 'EPERM' }
const unshare = (what: 'user' | 'net'): Op => ({ kind: 'unshare', what })
const takeFile = (from: number): Op => ({ kind: 'take_file', from })
const openProc = (of: number): Op => ({ kind: 'open_proc', of, what: 'ns' })

const enforcing = (target: Target): readonly EndingCase[] => {
  const made = create(target, 0, { handled_access_net: ['connect_tcp'] })
  const early = (op: Op): Op => byRoute(op, 'early_thread')
  return [
    { ops: [made, lower('CAP_SYS_ADMIN'), noNewPrivs, enforce(0)], ends: 'OK' },
    { ops: [made, keep('CAP_NET_RAW'), lower(), enforce(0)], ends: 'EPERM' },
    { ops: [made, lower('CAP_SYS_ADMIN'), keep('CAP_SYS_ADMIN'), enforce(0)], ends: 'OK' },
    { ops: [made, lower('CAP_SYS_ADMIN'), keep('CAP_NET_RAW'), lower(), enforce(0)], ends: 'EPERM' },
    { ops: [made, lower('CAP_SYS_ADMIN'), fork, by(1, enforce(0))], ends: 'EPERM' },
    { ops: [made, lower('CAP_SYS_ADMIN'), fork, by(1, lower(), enforce(0))], ends: 'OK' },
    { ops: [made, lower('CAP_SYS_ADMIN'), unshare('user'), enforce(0)], ends: 'OK' },
    {
      ops: [made, keep('CAP_NET_RAW'), unshare('user'), lower('CAP_SYS_ADMIN'), lower(), enforce(0)],
      ends: 'OK',
    },
    { ops: [made, early(lower('CAP_SYS_ADMIN')), enforce(0)], ends: 'OK' },
    { ops: [made, early(lower('CAP_SYS_ADMIN')), early(enforce(0))], ends: 'EPERM' },
    { ops: [made, early(lower('CAP_SYS_ADMIN')), early(lower()), early(enforce(0))], ends: 'OK' },
    { ops: [made, early(keep('CAP_NET_RAW')), early(lower()), early(enforce(0))], ends: 'EPERM' },
  ]
}

/** What else asks for a capability. */
const others: readonly EndingCase[] = [
  { ops: [lower('CAP_SYS_ADMIN'), unshare('net')], ends: 'EPERM' },
  { ops: [lower('CAP_SYS_ADMIN'), lower(), unshare('net')], ends: 'OK' },
  { ops: [lower('CAP_SYS_ADMIN'), filter], ends: 'EACCES' },
  { ops: [lower('CAP_SYS_ADMIN'), lower('CAP_NET_RAW'), filter], ends: 'OK' },
  { ops: [tcp(0), lower('CAP_NET_ADMIN'), repair], ends: 'EPERM' },
  { ops: [tcp(0), lower('CAP_NET_ADMIN'), lower(), repair], ends: 'OK' },
]

/** Descriptors are taken by what is permitted, and links of /proc are followed by what is effective. */
const looks: readonly EndingCase[] = [
  { ops: [fork, lower('CAP_SYS_PTRACE', 'CAP_NET_RAW'), takeFile(1)], ends: 'OK' },
  { ops: [fork, lower('CAP_SYS_PTRACE', 'CAP_NET_RAW'), openProc(1)], ends: 'EACCES' },
  { ops: [fork, lower('CAP_NET_RAW'), openProc(1)], ends: 'OK' },
  { ops: [fork, lower('CAP_SYS_PTRACE'), lower(), openProc(1)], ends: 'OK' },
  { ops: [fork, lower('CAP_SYS_PTRACE'), openProc(0)], ends: 'OK' },
  { ops: [fork, by(1, keep('CAP_NET_RAW')), lower('CAP_SYS_PTRACE'), openProc(1)], ends: 'OK' },
  {
    ops: [fork, by(1, keep('CAP_NET_RAW')), lower('CAP_SYS_PTRACE', 'CAP_NET_RAW'), openProc(1)],
    ends: 'EACCES',
  },
  {
    ops: [fork, by(1, lower('CAP_NET_RAW')), lower('CAP_SYS_PTRACE', 'CAP_NET_RAW'), openProc(1)],
    ends: 'EACCES',
  },
  { ops: [fork, keep('CAP_NET_RAW'), by(1, keep('CAP_NET_ADMIN')), lower(), takeFile(1)], ends: 'EPERM' },
  { ops: [fork, lower('CAP_SYS_PTRACE'), by(1, { kind: 'traceme' })], ends: 'OK' },
]

/** A program that root executes has all that is permitted, and without no_new_privs everything. */
const executed: readonly EndingCase[] = [
  { ops: [noNewPrivs, lower('CAP_NET_BIND_SERVICE'), ...low], ends: 'EACCES' },
  { ops: [noNewPrivs, lower('CAP_NET_BIND_SERVICE'), ...lowByExec], ends: 'OK' },
  { ops: [noNewPrivs, keep('CAP_NET_RAW'), ...lowByExec], ends: 'EACCES' },
  { ops: [lower('CAP_NET_BIND_SERVICE'), ...lowByExec], ends: 'OK' },
  { ops: [lower('CAP_NET_BIND_SERVICE'), ...lowByExec, tcp(1), bind(1, at(81))], ends: 'EACCES' },
]

const raw = (target: Target): readonly EndingCase[] =>
  creationOf(target, icmp)?.root === 'OK'
    ? [
        { ops: [lower('CAP_NET_RAW'), ping], ends: 'EPERM' },
        { ops: [lower('CAP_NET_RAW'), lower(), ping], ends: 'OK' },
      ]
    : []

/** What was lowered may be raised again, and stays what a descriptor is taken and a program executed by; what was dropped is gone. */
export const aLoweredCapabilityStaysPermitted: Spec = {
  name: 'a-lowered-capability-stays-permitted',
  ...ending(target => [...enforcing(target), ...others, ...looks, ...executed, ...raw(target)]),
  refutedBy: withOp(op => (op.kind === 'lower_caps' ? { kind: 'drop_caps', keep: [] } : op)),
}
