import fc from 'fast-check'
import { allowsOnly, gave } from '../kept.js'
import type { Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Allowed } from '../trace.js'
import { answering } from '../wrong.js'

const program: Program = {
  ops: [
    { kind: 'socket', as: 0, domain: 'AF_INET6', type: 'SOCK_DGRAM', protocol: 'IPPROTO_IP' },
    { kind: 'sendto', socket: 0, address: { family: 'AF_INET', host: '127.0.0.1', port: 'a' } },
    { kind: 'create_ruleset', as: 0, attr: { handled_access_net: ['connect_send_udp'] }, size: 48 },
    {
      kind: 'add_rule',
      ruleset: 0,
      type: 'net_port',
      attr: { allowed_access: ['connect_send_udp'], port: 'a' },
    },
    { kind: 'restrict_self', ruleset: 0 },
    { kind: 'sendto', socket: 0, address: { family: 'AF_INET', host: '127.0.0.1', port: 'a' } },
  ],
}
const allowed: readonly Allowed[] = ['EINVAL']

/** A domain keeps an IPv6 UDP socket from AF_INET addresses with EINVAL, although a rule allows the port. */
export const inet6UdpRefusesInet: Spec = {
  name: 'inet6-udp-refuses-inet',
  applies: target => allowsOnly(target, program, 5, allowed),
  programs: () => fc.constant(program),
  every: () => [program],
  holds: trace => gave(trace, 5, allowed),
  refutedBy: answering('OK', op => op === program.ops[5]),
}
