import { ending } from '../arbitrary/ends.js'
import { setns, unshare } from '../arbitrary/namespaces.js'
import { by, type Domain, domains, layer, rightsOf } from '../arbitrary/ops.js'
import { creationOf } from '../model/sockets.js'
import type { OpOf, Slot } from '../program.js'
import type { Spec } from '../spec.js'

const ping = (as: Slot, domain: Domain): OpOf<'socket'> => ({
  ...{ kind: 'socket', as, domain, type: 'SOCK_DGRAM' },
  protocol: domain === 'AF_INET' ? 'IPPROTO_ICMP' : 'IPPROTO_ICMPV6',
})

/** Whether ping sockets can be opened is up to the network that one is in, and to no right: here the group of root may, in a new one nobody. */
export const aNetworkSaysWhoMayPing: Spec = {
  name: 'a-network-says-who-may-ping',
  applies: target => domains.every(domain => creationOf(target, ping(0, domain))?.root === 'OK'),
  ...ending(target =>
    domains.flatMap(domain =>
      [[], layer(target, 0, rightsOf(target))].flatMap(sandbox => [
        { ops: [sandbox, ping(0, domain)], ends: 'OK' as const },
        { ops: [sandbox, unshare('net'), ping(0, domain)], ends: 'EACCES' as const },
        {
          ops: [sandbox, { kind: 'fork' as const, child: 1 }, by(1, unshare('net')), ping(0, domain)],
          ends: 'OK' as const,
        },
        {
          ops: [
            sandbox,
            { kind: 'fork' as const, child: 1 },
            by(1, unshare('net')),
            setns('net', 1),
            ping(0, domain),
          ],
          ends: 'EACCES' as const,
        },
      ]),
    ),
  ),
}
