import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, server, tcp } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, socketLayer } from '../../ops.js'
import { demanding } from '../../wrong.js'

const fastOpen: Op = { kind: 'sendto', socket: 1, address: at('a'), fastopen: true }

const casesOf = (target: Target): readonly EndingCase[] => [
  { ops: [server(0, at('a')), tcp(1), socketLayer(target, 0, ['protocol']), fastOpen], ends: 'OK' },
  { ops: [tcp(1), socketLayer(target, 0, ['protocol']), fastOpen], ends: 'ECONNREFUSED' },
]

/** TCP Fast Open connects by sending, which the protocol is not asked about: a gap of the five calls. */
export const fastOpenIsASend: Spec = {
  name: 'fast-open-is-a-send',
  applies: having('socket-protocol'),
  ...ending(casesOf),
  refutedBy: demanding('sendto'),
}
