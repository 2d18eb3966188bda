import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { creationLayer, kinds, knows, pair } from '../../ops.js'
import { forgetting } from '../../wrong.js'

/** A pair whose ends are kept. */
const kept: Op = { kind: 'pair', as: 0, other: 1, type: 'SOCK_STREAM' }

const casesOf = (target: Target): readonly EndingCase[] => [
  { ops: [creationLayer(target, 0, [kinds.unix]), pair(kinds.unix)], ends: 'OK' },
  { ops: [creationLayer(target, 0, [kinds.unix]), pair(kinds.inbox)], ends: 'EACCES' },
  { ops: [creationLayer(target, 0), pair(kinds.unix)], ends: 'EACCES' },
  { ops: [creationLayer(target, 0), pair(kinds.seqpacket)], ends: 'EACCES' },
  { ops: [creationLayer(target, 0), kept], ends: 'EACCES' },
  { ops: [creationLayer(target, 0, [kinds.unix]), kept], ends: 'OK' },
  { ops: [creationLayer(target, 0), pair(kinds.tcp)], ends: 'EACCES' },
  { ops: [creationLayer(target, 0, [kinds.tcp]), pair(kinds.tcp)], ends: 'EOPNOTSUPP' },
]

/** The sockets of socketpair(2) are judged as others are, before it shows that their family has no pairs. */
export const pairsAreCreatedToo: Spec = {
  name: 'pairs-are-created-too',
  applies: target => knows(target, 'create'),
  ...ending(casesOf),
  refutedBy: forgetting('create', 'socketpair', 'pair'),
}
