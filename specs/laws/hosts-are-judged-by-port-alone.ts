import { logs, readAudit } from '../arbitrary/audit.js'
import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  at,
  type Domain,
  exercise,
  layer,
  listen,
  type NetRightName,
  rightsOf,
  tcp,
} from '../arbitrary/ops.js'
import type { Host, InetAddress, Op } from '../program.js'
import { rights } from '../rights.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'

const hosts: readonly (readonly [Host, Domain])[] = [
  ['127.0.0.1', 'AF_INET'],
  ['127.0.0.2', 'AF_INET'],
  ['::ffff:127.0.0.2', 'AF_INET6'],
]

/** A fresh socket on which a right is exercised at an address. */
const trying = (right: NetRightName, slot: number, address: InetAddress, domain: Domain): readonly Op[] => {
  const [made, call] = exercise(right, slot, 'a', domain)
  return [made, { ...call, address }]
}

/** Somebody at the other end, for what connects. */
const servers = (right: NetRightName, address: InetAddress, domain: Domain): readonly Op[] =>
  right === 'connect_tcp' ? [tcp(4, domain), { kind: 'bind', socket: 4, address }, listen(4)] : []

const casesOf = (target: Target, right: NetRightName): readonly EndingCase[] =>
  hosts.flatMap(([host, domain]): readonly EndingCase[] => {
    const address = at('a', domain, host)
    const served = servers(right, address, domain)
    const tried = trying(right, 0, address, domain)
    const granted = layer(target, 0, [right], [{ allow: [right], port: 'a' }])
    const denied = layer(target, 0, [right], [{ allow: [right], port: 'b' }])
    return [
      { ops: [served, granted, tried], ends: 'OK' },
      { ops: [served, denied, tried], ends: 'EACCES' },
    ]
  })

/** The record of a denial tells the address, though it decided nothing. */
const logged = (target: Target): readonly EndingCase[] =>
  rightsOf(target).map((right): EndingCase => {
    const tried = trying(right, 0, at('a', 'AF_INET', '127.0.0.2'), 'AF_INET')
    const isLocal = rights[right].acts[0] === 'bind'
    const place = isLocal ? 'saddr=127.0.0.2,src=a' : 'daddr=127.0.0.2,dest=a'
    return {
      ops: [layer(target, 0, [right]), tried, readAudit],
      ends: `=deny(1,net.${right},${place})+alloc(1,by=0)`,
    }
  })

/** A rule for a port is for that port of every address. */
export const hostsAreJudgedByPortAlone: Spec = {
  name: 'hosts-are-judged-by-port-alone',
  applies: target => rightsOf(target).length > 0,
  ...ending(target => [
    ...rightsOf(target).flatMap(right => casesOf(target, right)),
    ...(logs(target) ? logged(target) : []),
  ]),
}
