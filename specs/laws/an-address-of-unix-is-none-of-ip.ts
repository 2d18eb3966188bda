import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  at,
  bind,
  bindName,
  connectName,
  type Domain,
  domains,
  layer,
  mptcp,
  rightsOf,
  sendName,
  tcp,
  udp,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { netRights } from '../uapi/landlock.js'

const ofStreams = (denyAll: readonly Op[], domain: Domain): readonly EndingCase[] =>
  [tcp, mptcp].flatMap((make): readonly EndingCase[] => [
    { ops: [denyAll, make(0, domain), bindName(0, '@s')], ends: 'EAFNOSUPPORT' },
    { ops: [denyAll, make(0, domain), bindName(0, '')], ends: 'EINVAL' },
    { ops: [denyAll, make(0, domain), connectName(0, '@s')], ends: 'EAFNOSUPPORT' },
    { ops: [denyAll, make(0, domain), sendName(0, '@s')], ends: 'EPIPE' },
  ])

const ofDatagrams = (denyAll: readonly Op[], domain: Domain): readonly EndingCase[] => {
  const bound = [udp(0, domain), bind(0, at('a', domain))]
  return [
    { ops: [bound, denyAll, udp(1, domain), bindName(1, '@s')], ends: 'EAFNOSUPPORT' },
    { ops: [bound, denyAll, connectName(0, '@s')], ends: 'EAFNOSUPPORT' },
    { ops: [bound, denyAll, sendName(0, '@s')], ends: domain === 'AF_INET' ? 'EAFNOSUPPORT' : 'EINVAL' },
  ]
}

/** An address of UNIX names no port: the stacks of IP refuse it, and no right is asked but the one to be given a port of one's own. */
export const anAddressOfUnixIsNoneOfIp: Spec = {
  name: 'an-address-of-unix-is-none-of-ip',
  ...ending(target => {
    const denyAll = layer(target, 0, rightsOf(target))
    const givesPorts = has(target, netRights.bind_udp)
    return domains.flatMap(domain => [
      ...ofStreams(denyAll, domain),
      ...ofDatagrams(denyAll, domain),
      { ops: [denyAll, udp(0, domain), connectName(0, '@s')], ends: givesPorts ? 'EACCES' : 'EAFNOSUPPORT' },
    ])
  }),
}
