import { logs, readAudit } from '../arbitrary/audit.js'
import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  accept,
  at,
  bind,
  connect,
  layer,
  listen,
  type NetRightName,
  rightsOf,
  send,
  server,
  shut,
  tcp,
  udp,
} from '../arbitrary/ops.js'
import type { InetAddress, Op, Slot } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { families } from '../uapi/socket.js'

/** What is done before there is a sandbox, to socket 0, what is denied then, and what the record says of the socket and of the call. */
type ToldSocket = {
  readonly before: readonly (Op | readonly Op[])[]
  readonly call: Op
  readonly right: NetRightName
  readonly fields: string
}

const inet6 = (host: '::' | '::1' | '::ffff:127.0.0.1', port: InetAddress['port'] = 'a'): InetAddress =>
  at(port, 'AF_INET6', host)
const any = (port: InetAddress['port']): InetAddress => at(port, 'AF_INET', '0.0.0.0')
const unspec: InetAddress = { family: 'AF_UNSPEC', host: '127.0.0.1', port: 0 }
const set = (option: 'IP_BIND_ADDRESS_NO_PORT' | 'IPV6_V6ONLY'): Op => ({
  ...{ kind: 'setsockopt', socket: 0, option, value: 1 },
})

const reform: Op = { kind: 'setsockopt', socket: 0, option: 'IPV6_ADDRFORM', value: families.AF_INET }

const connects = (before: ToldSocket['before'], own: string): ToldSocket => ({
  ...{ before, call: connect(0, at('d')), right: 'connect_tcp', fields: `${own},daddr=127.0.0.1,dest=d` },
})
const binds = (before: ToldSocket['before'], own: string): ToldSocket => ({
  ...{ before, call: bind(0, at('d')), right: 'bind_tcp', fields: `${own},saddr=127.0.0.1,src=d` },
})
const binds6 = (before: ToldSocket['before'], own: string): ToldSocket => ({
  ...{ before, call: bind(0, inet6('::1', 'd')), right: 'bind_tcp', fields: `${own},saddr=::1,src=d` },
})
const sends = (before: ToldSocket['before'], own: string): ToldSocket => ({
  ...{ before, call: send(0, at('d')), right: 'connect_send_udp', fields: `${own},daddr=127.0.0.1,dest=d` },
})
const sends6 = (before: ToldSocket['before'], own: string): ToldSocket => ({
  ...{
    before,
    call: send(0, inet6('::1', 'd')),
    right: 'connect_send_udp',
    fields: `${own},daddr=::1,dest=d`,
  },
})

const client = (as: Slot = 0): readonly Op[] => [...server(1, at('a')), tcp(as), connect(as, at('a'))]
const ofA = ',laddr=127.0.0.1,lport=ephemeral,faddr=127.0.0.1,fport=a'

const ofTcp: readonly ToldSocket[] = [
  binds([tcp(0)], ''),
  connects([tcp(0), bind(0, at('b'))], ',laddr=127.0.0.1,lport=b'),
  connects([tcp(0), bind(0, any('b'))], ',lport=b'),
  connects([tcp(0), bind(0, at(0))], ',laddr=127.0.0.1,lport=ephemeral'),
  connects([tcp(0), set('IP_BIND_ADDRESS_NO_PORT'), bind(0, at(0))], ',laddr=127.0.0.1'),
  connects([tcp(0), listen(0)], ',lport=ephemeral'),
  connects(server(0, at('b')), ',laddr=127.0.0.1,lport=b'),
  binds(client(), ofA),
  binds([client(2), accept(1, 0)], ',laddr=127.0.0.1,lport=a,faddr=127.0.0.1,fport=ephemeral'),
  connects([client(), shut(0, 'SHUT_WR')], ofA),
  connects(
    [client(2), accept(1, 0), shut(2, 'SHUT_WR'), shut(0, 'SHUT_WR')],
    ',laddr=127.0.0.1,lport=a,faddr=127.0.0.1,fport=ephemeral',
  ),
  connects([client(), connect(0, unspec)], ',lport=ephemeral,faddr=127.0.0.1'),
  connects(
    [server(1, at('a')), tcp(0), bind(0, any('b')), connect(0, at('a')), connect(0, unspec)],
    ',lport=b,faddr=127.0.0.1',
  ),
  connects([tcp(0), connect(0, at('a'))], ',lport=ephemeral,faddr=127.0.0.1'),
  connects([tcp(0), connect(0, at('a')), bind(0, at('b'))], ',laddr=127.0.0.1,lport=b'),
  binds6([tcp(0, 'AF_INET6'), bind(0, inet6('::1', 'b'))], ',laddr=::1,lport=b'),
  binds6([tcp(0, 'AF_INET6'), bind(0, inet6('::ffff:127.0.0.1', 'b'))], ',laddr=::ffff:127.0.0.1,lport=b'),
  binds6([tcp(0, 'AF_INET6'), bind(0, inet6('::', 'b'))], ',lport=b'),
  binds6(
    [server(1, inet6('::1'), 'AF_INET6'), tcp(0, 'AF_INET6'), connect(0, inet6('::1'))],
    ',laddr=::1,lport=ephemeral,faddr=::1,fport=a',
  ),
  binds6(
    [server(1, at('a')), tcp(0, 'AF_INET6'), connect(0, inet6('::ffff:127.0.0.1'))],
    ',laddr=::ffff:127.0.0.1,lport=ephemeral,faddr=::ffff:127.0.0.1,fport=a',
  ),
  binds6(
    [server(1, inet6('::'), 'AF_INET6'), tcp(2), connect(2, at('a')), accept(1, 0)],
    ',laddr=::ffff:127.0.0.1,lport=a,faddr=::ffff:127.0.0.1,fport=ephemeral',
  ),
  binds6([tcp(0, 'AF_INET6'), connect(0, inet6('::1')), bind(0, inet6('::', 'b'))], ',lport=b,faddr=::1'),
  binds6(
    [tcp(0, 'AF_INET6'), set('IPV6_V6ONLY'), connect(0, inet6('::ffff:127.0.0.1'))],
    ',faddr=::ffff:127.0.0.1',
  ),
]

const ofUdp: readonly ToldSocket[] = [
  sends([udp(0), bind(0, at('b'))], ',laddr=127.0.0.1,lport=b'),
  sends([udp(0), send(0, at('a'))], ',lport=ephemeral'),
  sends([udp(0, 'AF_INET6'), connect(0, inet6('::ffff:127.0.0.1')), reform], ofA),
  sends([udp(0), connect(0, at('a'))], ofA),
  sends(
    [udp(0), connect(0, at('a')), connect(0, at('b'))],
    ',laddr=127.0.0.1,lport=ephemeral,faddr=127.0.0.1,fport=b',
  ),
  sends([udp(0), connect(0, at(0))], ',laddr=127.0.0.1,lport=ephemeral,faddr=127.0.0.1'),
  sends([udp(0), connect(0, at('a')), connect(0, unspec)], ''),
  sends([udp(0), bind(0, any('b')), connect(0, at('a')), connect(0, unspec)], ',lport=b'),
  sends6([udp(0, 'AF_INET6'), connect(0, inet6('::1'))], ',laddr=::1,lport=ephemeral,faddr=::1,fport=a'),
  sends6([udp(0, 'AF_INET6'), connect(0, inet6('::1')), connect(0, unspec)], ',faddr=::1'),
  sends6(
    [udp(0, 'AF_INET6'), connect(0, inet6('::ffff:127.0.0.1'))],
    ',laddr=::ffff:127.0.0.1,lport=ephemeral,faddr=::ffff:127.0.0.1,fport=a',
  ),
  {
    before: [udp(0, 'AF_INET6'), bind(0, inet6('::1', 'b'))],
    ...{ call: send(0, { ...inet6('::'), family: 'AF_UNSPEC' }), right: 'connect_send_udp' },
    fields: ',laddr=::1,lport=b',
  },
  {
    before: [udp(0), set('IP_BIND_ADDRESS_NO_PORT'), bind(0, at(0))],
    ...{ call: send(0, at('a')), right: 'bind_udp', fields: ',laddr=127.0.0.1' },
  },
]

const caseOf = (target: Target, { before, call, right, fields }: ToldSocket): EndingCase => ({
  ops: [...before, layer(target, 0, [right]), call, readAudit],
  ends: `=deny(1,net.${right}${fields})+alloc(1,by=0)`,
})

/** A record tells of the socket itself where it is and whom it is connected to, and what is left of that when a connection ends. */
export const recordsTellWhereTheSocketIs: Spec = {
  name: 'records-tell-where-the-socket-is',
  applies: target => logs(target) && target.behaviours.includes('socket_in_records'),
  ...ending(target =>
    [...ofTcp, ...ofUdp]
      .filter(({ right }) => rightsOf(target).includes(right))
      .map(one => caseOf(target, one)),
  ),
}
