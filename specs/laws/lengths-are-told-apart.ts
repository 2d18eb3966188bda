import { ending } from '../arbitrary/ends.js'
import { at, bind, connect, layer, listen, rightsOf, send, tcp, udp } from '../arbitrary/ops.js'
import type { InetAddress } from '../program.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { netRights } from '../uapi/landlock.js'

const unspec = (address: InetAddress, length: number): InetAddress => ({
  ...address,
  family: 'AF_UNSPEC',
  length,
})

const inet = at('a')
const inet6 = at('a', 'AF_INET6')

/** Each call looks at the length of an address at the very byte where what it reads ends: 2, 16 or 24. */
export const lengthsAreToldApart: Spec = {
  name: 'lengths-are-told-apart',
  ...ending(target => {
    const none = layer(target, 0, rightsOf(target))
    const bindUdp = layer(target, 0, ['bind_udp'])
    const hasUdp = has(target, netRights.bind_udp)
    const short = target.behaviours.includes('unspec_like_stack') ? ('OK' as const) : ('EINVAL' as const)
    return [
      ...[tcp, udp].flatMap(open => [
        { ops: [open(0), connect(0, unspec(inet, 1))], ends: 'EINVAL' as const },
        { ops: [open(0), connect(0, unspec(inet, 2))], ends: 'OK' as const },
        { ops: [open(0), connect(0, { ...inet, length: 15 })], ends: 'EINVAL' as const },
        { ops: [none, open(0), connect(0, unspec(inet, 1))], ends: 'EINVAL' as const },
        { ops: [none, open(0), connect(0, unspec(inet, 2))], ends: open === tcp ? short : ('OK' as const) },
      ]),
      { ops: [udp(0, 'AF_INET6'), connect(0, { ...inet6, length: 24 })], ends: 'OK' },
      { ops: [udp(0, 'AF_INET6'), send(0, unspec(inet6, 1))], ends: 'EINVAL' },
      { ops: [udp(0, 'AF_INET6'), send(0, unspec(inet6, 2))], ends: 'EDESTADDRREQ' },
      { ops: [udp(0, 'AF_INET6'), send(0, { ...inet6, length: 23 })], ends: 'EINVAL' },
      { ops: [udp(0, 'AF_INET6'), send(0, { ...inet6, length: 24 })], ends: 'OK' },
      { ops: [none, tcp(0, 'AF_INET6'), bind(0, unspec(inet6, 1))], ends: 'EINVAL' },
      { ops: [none, udp(0, 'AF_INET6'), send(0, unspec(inet6, 1))], ends: 'EINVAL' },
      { ops: [none, udp(0), send(0, unspec(inet, 15))], ends: 'EINVAL' },
      { ops: [none, udp(0), send(0, unspec(inet, 16))], ends: hasUdp ? 'EACCES' : 'OK' },
      ...(hasUdp
        ? [
            { ops: [bindUdp, udp(0), connect(0, { ...inet, length: 1 })], ends: 'EINVAL' as const },
            { ops: [bindUdp, udp(0), connect(0, { ...inet, length: 2 })], ends: 'EACCES' as const },
          ]
        : []),
      {
        ops: [none, tcp(0), listen(0), connect(0, { ...inet, family: 'AF_UNIX', length: 8 })],
        ends: 'EISCONN',
      },
    ]
  }),
}
