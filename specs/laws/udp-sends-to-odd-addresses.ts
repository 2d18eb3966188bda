import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, bind, layer, program, send, udp, wildcard } from '../arbitrary/ops.js'
import type { Outcome } from '../outcome.js'
import type { InetAddress } from '../program.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { portRule, stepsOf } from '../trace.js'
import { netRights } from '../uapi/landlock.js'
import type { Family } from '../uapi/socket.js'
import { withOp } from '../wrong.js'

/** What a send makes of an address when CONNECT_SEND_UDP is handled, said without the model. */
const expected = ({ family, host, length = 0 }: InetAddress, isGranted: boolean): Outcome => {
  const isInet6 = host.includes(':')
  if (length < 2) return 'EINVAL'
  if (family === 'AF_UNSPEC' && isInet6) return 'EACCES'
  if (family === 'AF_UNIX') return length < 16 || isInet6 ? 'EINVAL' : 'EAFNOSUPPORT'
  if (length < (family === 'AF_INET6' ? 24 : 16)) return 'EINVAL'
  if (family !== 'AF_UNSPEC' && (family === 'AF_INET6') !== isInet6) return 'EINVAL'
  return isGranted ? 'OK' : 'EACCES'
}

/** A datagram to AF_UNSPEC counts as AF_INET on IPv4 and is denied on IPv6; short and foreign addresses keep their errno. */
export const udpSendsToOddAddresses: Spec = {
  name: 'udp-sends-to-odd-addresses',
  applies: target => has(target, netRights.connect_send_udp),
  programs: target =>
    fc
      .record({
        domain: domain(),
        family: fc.constantFrom<Family[]>('AF_UNSPEC', 'AF_INET', 'AF_INET6', 'AF_UNIX'),
        length: fc.constantFrom(0, 1, 2, 13, 15, 16, 23, 24, 28),
        granted: fc.boolean(),
      })
      .map(({ domain, family, length, granted }) =>
        program(
          layer(
            target,
            0,
            ['connect_send_udp'],
            [{ allow: ['connect_send_udp'], port: granted ? 'a' : 'b' }],
          ),
          udp(0, domain),
          bind(0, at('c', domain, wildcard(domain))),
          send(0, { ...at('a', domain), family, length }),
        ),
      ),
  holds(trace) {
    const isGranted = trace.some(({ op }) => portRule(op)?.port === 'a')
    const [sent] = stepsOf(trace, 'sendto')
    if (sent?.op.kind !== 'sendto' || sent.op.address === undefined || !('host' in sent.op.address))
      return false
    return sent.outcome === expected(sent.op.address, isGranted)
  },
  refutedBy: withOp(op =>
    op.kind === 'sendto' && op.address?.family === 'AF_UNSPEC' && !('name' in op.address)
      ? { ...op, address: { ...op.address, family: 'AF_INET' } }
      : op,
  ),
}
