import { ending } from '../arbitrary/ends.js'
import { at, bind, connect, domains, layer, listen, send, tcp, udp } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { netRights } from '../uapi/landlock.js'

const portless: Op = { kind: 'setsockopt', socket: 0, option: 'IP_BIND_ADDRESS_NO_PORT', value: 1 }
const name: Op = { kind: 'getsockname', socket: 0 }

/** With IP_BIND_ADDRESS_NO_PORT, bind(2) to port 0 takes no port, and needs the right to port 0 as if it did; UDP needs it again to be given one. */
export const anAddressWithoutAPortIsJudgedAsPortZero: Spec = {
  name: 'an-address-without-a-port-is-judged-as-port-zero',
  applies: target => has(target, netRights.bind_tcp),
  ...ending(target =>
    domains.flatMap(domain => {
      const toZero = bind(0, at(0, domain))
      const opened = (open: typeof tcp): readonly Op[] => [open(0, domain), portless]
      const bound = (open: typeof tcp): readonly Op[] => [...opened(open), toZero]
      const deniesAll = layer(target, 0, ['bind_tcp'])
      const allowsZero = layer(target, 0, ['bind_tcp'], [{ allow: ['bind_tcp'], port: 0 }])
      const deniesUdp = has(target, netRights.bind_udp) ? layer(target, 0, ['bind_udp']) : undefined
      return [
        { ops: [opened(tcp), deniesAll, toZero], ends: 'EACCES' },
        { ops: [opened(tcp), allowsZero, toZero, name], ends: '=0' },
        { ops: [opened(tcp), allowsZero, toZero, toZero], ends: 'OK' },
        { ops: [opened(tcp), allowsZero, toZero, bind(0, at('a', domain))], ends: 'EACCES' },
        { ops: [opened(tcp), allowsZero, toZero, connect(0, at('a', domain))], ends: 'ECONNREFUSED' },
        { ops: [bound(tcp), deniesAll, listen(0), name], ends: '=ephemeral' },
        { ops: [bound(tcp), bind(0, at('a', domain)), name], ends: '=a' },
        {
          ops: [bound(tcp), connect(0, at('a', 'AF_INET6', '::ffff:127.0.0.1'))],
          ends: domain === 'AF_INET6' ? 'ENETUNREACH' : 'EAFNOSUPPORT',
        },
        { ops: [bound(udp), name], ends: '=0' },
        { ops: [bound(udp), send(0, at('a', domain)), name], ends: '=ephemeral' },
        ...(deniesUdp === undefined
          ? []
          : ([
              { ops: [bound(udp), deniesUdp, send(0, at('a', domain))], ends: 'EACCES' },
              { ops: [bound(udp), deniesUdp, connect(0, at('a', domain))], ends: 'EACCES' },
              { ops: [opened(udp), deniesUdp, toZero], ends: 'EACCES' },
            ] as const)),
      ]
    }),
  ),
}
