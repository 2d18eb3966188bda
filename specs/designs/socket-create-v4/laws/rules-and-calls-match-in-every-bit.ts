import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { hasChosen } from '../../choices.js'
import { having, type NamedKind, open, v4Layer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const kind = (domain: number, type: number, protocol: number): NamedKind => ({ domain, type, protocol })

/** The bounds of what a call can be about, each with what differs from it in one bit or one part. */
const bounds: readonly NamedKind[] = [
  kind(0, 0, 0),
  kind(0, 0, 1),
  kind(0, 1, 0),
  kind(1, 0, 0),
  kind(45, 10, 0),
  kind(45, 10, 65_534),
  kind(44, 10, 65_534),
  kind(13, 10, 65_534),
  kind(45, 2, 65_534),
  kind(45, 9, 65_534),
  kind(45, 10, 65_533),
  kind(45, 10, 32_766),
  kind(45, 10, 255),
  kind(45, 10, 254),
]

/** Rules that only a part of a key would take for one of them: a family or type beyond 8 bits' reach of it. */
const beyond: readonly NamedKind[] = [
  kind(254, 10, 65_534),
  kind(45, 254, 65_534),
  kind(46, 10, 0),
  kind(45, 11, 0),
]

const denied = (target: Target, rule: NamedKind, asked: NamedKind): EndingCase => ({
  ops: [v4Layer(target, 0, [rule]), open(0, asked)],
  ends: 'EACCES',
})

const casesOf = (target: Target): readonly EndingCase[] => [
  ...bounds.flatMap(rule => bounds.filter(one => one !== rule).map(asked => denied(target, rule, asked))),
  ...(hasChosen(target, { ranges: 'posted' })
    ? beyond.flatMap(rule => bounds.map(asked => denied(target, rule, asked)))
    : []),
  ...bounds.flatMap(rule => [
    denied(target, { ...rule, protocol: -1 }, kind(2, 1, 0)),
    denied(target, { ...rule, protocol: -1 }, kind(17, 3, 0)),
  ]),
]

/** A rule is for one family, type and protocol, in all of their bits: what differs in one of them, at any bound, is denied. */
export const rulesAndCallsMatchInEveryBit: Spec = {
  name: 'rules-and-calls-match-in-every-bit',
  applies: having('socket-create-v4'),
  ...ending(casesOf),
  refutedBy: forgetting('create', 'socket'),
}
