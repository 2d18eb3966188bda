import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { bind, layer, loopback, program, rightsOf, tcp, udp, wildcard } from '../arbitrary/ops.js'
import type { Outcome } from '../outcome.js'
import type { InetAddress } from '../program.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { stepsOf } from '../trace.js'
import { netRights } from '../uapi/landlock.js'
import { withOp } from '../wrong.js'

/** What bind makes of an AF_UNSPEC address, said without the model. */
const expected = ({ host, length = 0 }: InetAddress, isGranted: boolean): Outcome => {
  const isInet6 = host.includes(':')
  if (length < (isInet6 ? 24 : 16)) return 'EINVAL'
  if (isInet6 || host !== '0.0.0.0') return 'EAFNOSUPPORT'
  return isGranted ? 'OK' : 'EACCES'
}

/** bind to AF_UNSPEC counts as AF_INET on IPv4 with INADDR_ANY; otherwise it is EAFNOSUPPORT, or EINVAL when too short. */
export const unspecBindCountsAsInet: Spec = {
  name: 'unspec-bind-counts-as-inet',
  applies: ({ behaviours }) => behaviours.includes('unspec_like_stack'),
  programs: target =>
    fc
      .record({
        domain: domain(),
        any: fc.boolean(),
        length: fc.constantFrom(2, 15, 16, 23, 24, 28),
        granted: fc.boolean(),
        stream: fc.boolean(),
      })
      .map(({ domain, any, length, granted, stream }) =>
        program(
          layer(target, 0, rightsOf(target), granted ? [{ allow: rightsOf(target), port: 'a' }] : []),
          stream ? tcp(0, domain) : udp(0, domain),
          bind(0, {
            family: 'AF_UNSPEC',
            host: any ? wildcard(domain) : loopback(domain),
            port: 'a',
            length,
          }),
        ),
      ),
  holds(trace, target) {
    const isJudged =
      trace.some(({ op }) => op.kind === 'socket' && op.type === 'SOCK_STREAM') ||
      has(target, netRights.bind_udp)
    const isGranted = !isJudged || stepsOf(trace, 'add_rule').length > 0
    return stepsOf(trace, 'bind').every(
      ({ op, outcome }) =>
        op.kind === 'bind' && 'host' in op.address && outcome === expected(op.address, isGranted),
    )
  },
  refutedBy: withOp(op =>
    op.kind === 'bind' && !('name' in op.address)
      ? { ...op, address: { ...op.address, host: '0.0.0.0' } }
      : op,
  ),
}
