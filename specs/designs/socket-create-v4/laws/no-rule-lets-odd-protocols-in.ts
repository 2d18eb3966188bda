import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { create, enforce } from '../../../arbitrary/ops.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { hasChosen } from '../../choices.js'
import { choosing, kinds, type NamedKind, open, v4Layer, v4RuleFor } from '../../ops.js'
import { forgetting } from '../../wrong.js'

/** What is below all that a rule can name; and one beyond the last of the posted range, and what is left of it in fewer bits. */
const negative: readonly number[] = [-1, -2, -(2 ** 31)]
const beyond: readonly number[] = [65_535, 65_536, 65_542, 0x10300, 0x7fffffff]

const nothing: NamedKind = { domain: 0, type: 0, protocol: 0 }

/** Rules that an odd protocol is taken for where it is cut off, or where it is not looked at. */
const rules: readonly NamedKind[] = [
  { ...kinds.tcp, protocol: -1 },
  kinds.tcp,
  { ...kinds.tcp, protocol: 'IPPROTO_TCP' },
  { ...kinds.tcp, protocol: 768 },
  { ...kinds.tcp, protocol: 65_534 },
  nothing,
]

const casesOf = (target: Target): readonly EndingCase[] => {
  const sandbox = [
    create(target, 0, { handled_access_socket: ['create'] }),
    ...rules.map(rule => v4RuleFor(0, rule)),
    enforce(0),
  ]
  const packet = v4Layer(target, 0, [nothing])
  return [
    ...[...negative, ...(hasChosen(target, { ranges: 'posted' }) ? beyond : [])].map(
      (protocol): EndingCase => ({ ops: [sandbox, open(0, { ...kinds.tcp, protocol })], ends: 'EACCES' }),
    ),
    ...[0, 768, 0x10300].flatMap(protocol =>
      (['SOCK_RAW', 'SOCK_DGRAM', 'SOCK_PACKET'] as const).map(
        (type): EndingCase => ({
          ops: [packet, open(0, { domain: 'AF_PACKET', type, protocol })],
          ends: 'EACCES',
        }),
      ),
    ),
  ]
}

/** A call with a protocol that no rule can name is denied, whatever rules there are, that for (0, 0, 0) among them. */
export const noRuleLetsOddProtocolsIn: Spec = {
  name: 'no-rule-lets-odd-protocols-in',
  applies: choosing({ odd_protocol: 'denied' }),
  ...ending(casesOf),
  refutedBy: forgetting('create', 'socket'),
}
