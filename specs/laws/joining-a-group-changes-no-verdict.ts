import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  at,
  bind,
  type Domain,
  domains,
  exercise,
  layer,
  listen,
  type NetRightName,
  recv,
  rightsOf,
  send,
  tcp,
  udp,
  unix,
} from '../arbitrary/ops.js'
import { creationOf } from '../model/sockets.js'
import type { OpOf } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'

const join = (socket: number, group: OpOf<'join_group'>['group']): OpOf<'join_group'> => ({
  kind: 'join_group',
  socket,
  group,
})

const opened = (domain: 'AF_INET' | 'AF_VSOCK', type: 'SOCK_RAW' | 'SOCK_STREAM'): OpOf<'socket'> => ({
  ...{ kind: 'socket', as: 0, domain, type },
  protocol: type === 'SOCK_RAW' ? 'IPPROTO_ICMP' : 'IPPROTO_IP',
})

/** Sockets that a kernel may lack, and what they answer. */
const others = (target: Target): readonly EndingCase[] =>
  [
    { made: opened('AF_VSOCK', 'SOCK_STREAM'), ends: 'ENOPROTOOPT' as const },
    { made: opened('AF_INET', 'SOCK_RAW'), ends: 'OK' as const },
  ]
    .filter(({ made }) => creationOf(target, made)?.root === 'OK')
    .map(({ made, ends }) => ({ ops: [made, join(0, '224.0.0.1')], ends }))

const joins: readonly EndingCase[] = [
  { ops: [udp(0), join(0, '224.0.0.1')], ends: 'OK' },
  { ops: [udp(0), join(0, '224.0.0.1'), join(0, '224.0.0.1')], ends: 'EADDRINUSE' },
  { ops: [udp(0, 'AF_INET6'), join(0, 'ff01::1')], ends: 'OK' },
  { ops: [udp(0, 'AF_INET6'), join(0, 'ff01::1'), join(0, '224.0.0.1')], ends: 'OK' },
  { ops: [udp(0, 'AF_INET6'), join(0, 'ff01::1'), join(0, 'ff01::1')], ends: 'EADDRINUSE' },
  { ops: [udp(0), join(0, 'ff01::1')], ends: 'ENOPROTOOPT' },
  { ops: [tcp(0), join(0, '224.0.0.1')], ends: 'EPROTO' },
  { ops: [tcp(0), join(0, 'ff01::1')], ends: 'ENOPROTOOPT' },
  { ops: [tcp(0, 'AF_INET6'), join(0, 'ff01::1')], ends: 'EPROTO' },
  { ops: [unix(0), join(0, '224.0.0.1')], ends: 'EOPNOTSUPP' },
  { ops: [join(0, '224.0.0.1')], ends: 'EBADF' },
  { ops: [udp(0), bind(0, at('a')), join(0, '224.0.0.1'), udp(1), send(1, at('a')), recv(0)], ends: 'OK' },
]

/** A right is exercised on a socket that has joined, or was told that it cannot. */
const exercised = (right: NetRightName, domain: Domain) => {
  const [made, call] = exercise(right, 0, 'a', domain)
  const server = right === 'connect_tcp' ? [tcp(4, domain), bind(4, at('a', domain)), listen(4)] : []
  return { server, tried: [made, join(0, domain === 'AF_INET' ? '224.0.0.1' : 'ff01::1'), call] }
}

const judged = (target: Target, right: NetRightName): readonly EndingCase[] =>
  domains.flatMap((domain): readonly EndingCase[] => {
    const { server, tried } = exercised(right, domain)
    return [
      { ops: [server, layer(target, 0, [right], [{ allow: [right], port: 'a' }]), tried], ends: 'OK' },
      { ops: [server, layer(target, 0, [right]), tried], ends: 'EACCES' },
    ]
  })

/** A socket may join a group in whichever sandbox, and is judged as before by its port: multicast is no way around a right. */
export const joiningAGroupChangesNoVerdict: Spec = {
  name: 'joining-a-group-changes-no-verdict',
  ...ending(target => [
    ...joins,
    ...others(target),
    ...rightsOf(target).flatMap(right => judged(target, right)),
  ]),
}
