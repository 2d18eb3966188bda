import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { withOutcome } from '../../../wrong.js'
import { choosing, type NamedKind, open, opens, v4Layer } from '../../ops.js'

const meant: NamedKind = { domain: 'AF_PACKET', type: 'SOCK_PACKET', protocol: 'IPPROTO_IP' }
const alias: NamedKind = { ...meant, domain: 'AF_INET' }

/** Rules that differ from the alias in one part. */
const others: readonly NamedKind[] = [
  { ...alias, domain: 'AF_INET6' },
  { ...alias, domain: 'AF_UNIX' },
  { ...alias, type: 'SOCK_RAW' },
]

const casesOf = (target: Target): readonly EndingCase[] => [
  ...[meant, alias].map(
    (asked): EndingCase => ({ ops: [v4Layer(target, 0, [alias]), open(0, asked)], ends: 'OK' }),
  ),
  ...others.map(
    (rule): EndingCase => ({ ops: [v4Layer(target, 0, [rule]), open(0, meant)], ends: 'EACCES' }),
  ),
]

/** A rule for (AF_INET, SOCK_PACKET) is one for AF_PACKET and no other rule of another family or type is. */
export const oneRuleAloneIsAnAlias: Spec = {
  name: 'one-rule-alone-is-an-alias',
  applies: target => choosing({ packet_alias: 'yes' })(target) && opens(target, meant),
  ...ending(casesOf),
  refutedBy: withOutcome('OK', op => op.kind === 'socket'),
}
