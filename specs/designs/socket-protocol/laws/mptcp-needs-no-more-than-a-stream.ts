import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { accept, at, bind, connect, listen, mptcp } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, opens, socketLayer } from '../../ops.js'
import { demanding } from '../../wrong.js'

const connection: readonly Op[] = [mptcp(0), bind(0, at('a')), listen(0), mptcp(1), connect(1, at('a'))]

/** Options are not judged; this one is handed to the first subflow, which is made for it. */
const makesSubflow: Op = { kind: 'setsockopt', socket: 0, option: 'SO_REUSEADDR', value: 1 }

const casesOf = (target: Target): readonly EndingCase[] => [
  { ops: [socketLayer(target, 0, ['protocol'], [kinds.tcp]), connection, accept(0, 2)], ends: 'OK' },
  { ops: [mptcp(0), socketLayer(target, 0, ['protocol'], [kinds.tcp]), bind(0, at('a'))], ends: 'OK' },
  { ops: [mptcp(0), socketLayer(target, 0, ['protocol'], [kinds.tcp6]), bind(0, at('a'))], ends: 'EACCES' },
  { ops: [mptcp(0), socketLayer(target, 0, ['protocol'], []), makesSubflow], ends: 'OK' },
]

/** An MPTCP connection works where (AF_INET, SOCK_STREAM) alone is allowed: what the kernel makes and binds for it is not judged. */
export const mptcpNeedsNoMoreThanAStream: Spec = {
  name: 'mptcp-needs-no-more-than-a-stream',
  applies: target => having('socket-protocol')(target) && opens(target, kinds.mptcp),
  ...ending(casesOf),
  refutedBy: demanding('bind'),
}
