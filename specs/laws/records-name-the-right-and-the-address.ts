import { logs, readAudit } from '../arbitrary/audit.js'
import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  at,
  bind,
  connect,
  layer,
  listen,
  type NetRightName,
  rightsOf,
  send,
  tcp,
  udp,
} from '../arbitrary/ops.js'
import type { InetAddress, Op } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'

const inet6 = (host: '::' | '::1' | '::ffff:127.0.0.1', port: InetAddress['port']): InetAddress =>
  at(port, 'AF_INET6', host)
const unspec = (host: '0.0.0.0' | '::'): InetAddress => ({ family: 'AF_UNSPEC', host, port: 'a' })

type LoggedAccess = readonly [NetRightName, readonly Op[], string]

const ofTcp: readonly LoggedAccess[] = [
  ['bind_tcp', [tcp(0), bind(0, at('a'))], ',saddr=127.0.0.1,src=a'],
  ['bind_tcp', [tcp(0), bind(0, at('b', 'AF_INET', '0.0.0.0'))], ',src=b'],
  ['bind_tcp', [tcp(0), bind(0, at(0))], ',saddr=127.0.0.1'],
  ['bind_tcp', [tcp(0), bind(0, at(1))], ',saddr=127.0.0.1,src=1'],
  ['bind_tcp', [tcp(0), bind(0, at(0, 'AF_INET', '0.0.0.0'))], ''],
  ['bind_tcp', [tcp(0), bind(0, unspec('0.0.0.0'))], ''],
  ['bind_tcp', [tcp(0), bind(0, at(65535))], ',saddr=127.0.0.1,src=65535'],
  ['bind_tcp', [tcp(0), bind(0, at(61000))], ',saddr=127.0.0.1,src=61000'],
  ['bind_tcp', [tcp(0), bind(0, at(32767))], ',saddr=127.0.0.1,src=32767'],
  ['bind_tcp', [tcp(0), bind(0, at(32768))], ',saddr=127.0.0.1,src=ephemeral'],
  ['bind_tcp', [tcp(0), bind(0, at(60999))], ',saddr=127.0.0.1,src=ephemeral'],
  ['bind_tcp', [tcp(0, 'AF_INET6'), bind(0, inet6('::1', 'a'))], ',saddr=::1,src=a'],
  ['bind_tcp', [tcp(0, 'AF_INET6'), bind(0, inet6('::', 'a'))], ',src=a'],
  ['bind_tcp', [tcp(0, 'AF_INET6'), bind(0, inet6('::ffff:127.0.0.1', 0))], ',saddr=::ffff:127.0.0.1'],
  ['bind_tcp', [tcp(0), bind(0, { ...inet6('::1', 'a'), family: 'AF_INET' })], ',src=a'],
  ['connect_tcp', [tcp(0), connect(0, at('a'))], ',daddr=127.0.0.1,dest=a'],
  ['connect_tcp', [tcp(0), connect(0, at('b', 'AF_INET', '0.0.0.0'))], ',dest=b'],
  ['connect_tcp', [tcp(0), listen(0), tcp(1), connect(1, at('of:0'))], ',daddr=127.0.0.1,dest=ephemeral'],
  ['connect_tcp', [tcp(0, 'AF_INET6'), connect(0, inet6('::1', 'a'))], ',daddr=::1,dest=a'],
  [
    'connect_tcp',
    [tcp(0, 'AF_INET6'), connect(0, inet6('::ffff:127.0.0.1', 'd'))],
    ',daddr=::ffff:127.0.0.1,dest=d',
  ],
]

const ofUdp: readonly LoggedAccess[] = [
  ['bind_udp', [udp(0), bind(0, at('a'))], ',saddr=127.0.0.1,src=a'],
  ['bind_udp', [udp(0, 'AF_INET6'), bind(0, inet6('::1', 'c'))], ',saddr=::1,src=c'],
  ['bind_udp', [udp(0), connect(0, at('a'))], ''],
  ['bind_udp', [udp(0, 'AF_INET6'), send(0, inet6('::1', 'a'))], ''],
  ['connect_send_udp', [udp(0), connect(0, at('a'))], ',daddr=127.0.0.1,dest=a'],
  ['connect_send_udp', [udp(0), send(0, at('b'))], ',daddr=127.0.0.1,dest=b'],
  ['connect_send_udp', [udp(0, 'AF_INET6'), send(0, inet6('::1', 'b'))], ',daddr=::1,dest=b'],
  ['connect_send_udp', [udp(0), send(0, unspec('0.0.0.0'))], ''],
  ['connect_send_udp', [udp(0, 'AF_INET6'), send(0, unspec('::'))], ''],
]

const casesOf = (target: Target, [right, ops, place]: LoggedAccess): EndingCase => ({
  ops: [layer(target, 0, [right]), ops, readAudit],
  ends: `=deny(1,net.${right}${place})+alloc(1,by=0)`,
})

/** A record names the right that is missing, and address and port of the call as they were passed; what is zero is left out. */
export const recordsNameTheRightAndTheAddress: Spec = {
  name: 'records-name-the-right-and-the-address',
  applies: logs,
  ...ending(target =>
    [...ofTcp, ...ofUdp]
      .filter(([right]) => rightsOf(target).includes(right))
      .map(one => casesOf(target, one)),
  ),
}
