import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, open, opens, socketLayer } from '../../ops.js'
import { demanding } from '../../wrong.js'

const casesOf = (target: Target): readonly EndingCase[] =>
  [kinds.tcp, kinds.mptcp, kinds.sctp]
    .filter(kind => opens(target, kind))
    .map(kind => ({ ops: [socketLayer(target, 0, ['create'], [kinds.tcp]), open(0, kind)], ends: 'OK' }))

/** By domain and type alone, a rule for TCP lets MPTCP and SCTP in as well. */
export const aTypeCannotTellProtocols: Spec = {
  name: 'a-type-cannot-tell-protocols',
  applies: having('socket-create'),
  ...ending(casesOf),
  refutedBy: demanding('socket'),
}
