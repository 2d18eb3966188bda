import { quiet, readEvents, traces } from '../arbitrary/audit.js'
import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  at,
  bind,
  connect,
  create,
  enforce,
  layer,
  type NetRightName,
  rightsOf,
  send,
  tcp,
  udp,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { namesIn, type Target } from '../target.js'
import { netRights } from '../uapi/landlock.js'

const unspec6: Op = send(0, { family: 'AF_UNSPEC', host: '::', port: 'a' })
const unspec: Op = bind(0, { family: 'AF_UNSPEC', host: '0.0.0.0', port: 'a' })

/** What is denied without a rule for its port, to a socket, and the port that the event tells. */
const denied: readonly (readonly [NetRightName, Op, Op, string])[] = [
  ['bind_tcp', tcp(0), bind(0, at('a')), 'a'],
  ['bind_tcp', tcp(0), bind(0, at(1)), '1'],
  ['bind_tcp', tcp(0), bind(0, at(256)), '256'],
  ['bind_tcp', tcp(0), bind(0, at(0)), '0'],
  ['bind_tcp', tcp(0), bind(0, at(65535)), '65535'],
  ['bind_tcp', tcp(0), unspec, 'a'],
  ['bind_tcp', tcp(0, 'AF_INET6'), bind(0, at('b', 'AF_INET6')), 'b'],
  ['connect_tcp', tcp(0), connect(0, at('c')), 'c'],
  ['connect_tcp', tcp(0), { kind: 'sendto', socket: 0, address: at('c'), fastopen: true }, 'c'],
  ['bind_udp', udp(0), connect(0, at('a')), '0'],
  ['bind_udp', udp(0, 'AF_INET6'), send(0, at('a', 'AF_INET6')), '0'],
  ['connect_send_udp', udp(0), send(0, at('a')), 'a'],
  ['connect_send_udp', udp(0), send(0, { family: 'AF_UNSPEC', host: '0.0.0.0', port: 'a' }), 'a'],
  ['connect_send_udp', udp(0, 'AF_INET6'), unspec6, '-1'],
]

/** A rule allows what it says, and all that its layer does not handle. */
const all = (target: Target, but?: NetRightName): string =>
  namesIn(target, netRights)
    .filter(right => right !== but)
    .join('|')

const made = (right: NetRightName, domain = 1): string => `create_ruleset(${domain}.0,handled_net=${right})`
const enforced = (domain: number, version: number): string =>
  `create_domain(${domain},parent=${domain - 1},ruleset=${domain}.${version})+enforce_domain(${domain},no_new_privs=0)`

const ofDenied = ([right, open, call, port]: (typeof denied)[number], target: Target): EndingCase => ({
  ops: [layer(target, 0, [right]), open, call, readEvents],
  ends: `=${made(right)}+${enforced(1, 0)}+deny_access_net(1,same_exec=1,logged=1,blockers=${right},port=${port})`,
})

const looked = (domain: number, right: NetRightName, grants: string): string =>
  `check_rule_net_port(${domain},access_request=${right},port=a,grants={${grants}})`

const denies = (domain: number, right: NetRightName, logged = 1): string =>
  `deny_access_net(${domain},same_exec=1,logged=${logged},blockers=${right},port=a)`

/** Rules for a port, in one of two layers, in both, or of one of two rights. */
const ofRules = (target: Target): readonly EndingCase[] => {
  const [right, other] = ['bind_tcp', 'connect_tcp'] as const
  const granted = layer(target, 0, [right], [{ allow: [right], port: 'a' }])
  const rule = (number: number, but?: NetRightName): string =>
    `add_rule_net_port(${number}.1,access_rights=${all(target, but)},port=a)`
  const one = [made(right), rule(1), enforced(1, 1)].join('+')
  const asks = [tcp(0), bind(0, at('a')), readEvents]
  const both = [right, other]
  return [
    { ops: [granted, ...asks], ends: `=${[one, looked(1, right, right)].join('+')}` },
    {
      ops: [granted, layer(target, 1, [right]), ...asks],
      ends: `=${[one, made(right, 2), enforced(2, 0), looked(2, right, `${right},`), denies(2, right)].join('+')}`,
    },
    {
      ops: [granted, layer(target, 1, [other], [{ allow: [other], port: 'a' }]), ...asks],
      ends: `=${[one, made(other, 2), rule(2), enforced(2, 1), looked(2, right, `${right},${right}`)].join('+')}`,
    },
    {
      ops: [layer(target, 0, both, [{ allow: [other], port: 'a' }]), ...asks],
      ends: `=${[`create_ruleset(1.0,handled_net=${both.join('|')})`, rule(1, right), enforced(1, 1), looked(1, right, ''), denies(1, right)].join('+')}`,
    },
    {
      ops: [
        create(target, 0, { handled_access_net: [right], quiet_access_net: [right] }),
        {
          kind: 'add_rule',
          ruleset: 0,
          type: 'net_port',
          attr: { allowed_access: [], port: 'a' },
          flags: quiet,
        },
        ...[enforce(0), ...asks],
      ],
      ends: `=${[made(right), rule(1, right), enforced(1, 1), looked(1, right, ''), denies(1, right, 0)].join('+')}`,
    },
    {
      ops: [granted, tcp(0), { ...bind(0, at('b')), route: 'exec' }, readEvents],
      ends: `=${one}+deny_access_net(1,same_exec=0,logged=0,blockers=${right},port=b)`,
    },
    {
      ops: [granted, udp(0), bind(0, at('a')), readEvents],
      ends: `=${one}`,
    },
  ]
}

/** Events tell of the port that is looked at as rules have it, in host order; of rules for it what each layer grants; and -1 where there is no port. */
export const eventsTellHowRulesAreAsked: Spec = {
  name: 'events-tell-how-rules-are-asked',
  applies: traces,
  ...ending(target => [
    ...denied.filter(([right]) => rightsOf(target).includes(right)).map(one => ofDenied(one, target)),
    ...ofRules(target),
  ]),
}
