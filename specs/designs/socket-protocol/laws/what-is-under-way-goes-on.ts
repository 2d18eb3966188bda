import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { accept, at, bind, connect, send, server, tcp } from '../../../arbitrary/ops.js'
import type { Outcome } from '../../../outcome.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, open, socketLayer } from '../../ops.js'
import { demanding } from '../../wrong.js'

const connected: readonly Op[] = [...server(0, at('a')), tcp(1), connect(1, at('a')), accept(0, 2)]
const datagrams: readonly Op[] = [open(0, kinds.udp), bind(0, at('a')), open(1, kinds.udp)]

const casesOf = (target: Target): readonly EndingCase[] => {
  const ends = (before: readonly Op[], call: Op, outcome: Outcome): EndingCase => ({
    ops: [before, socketLayer(target, 0, ['protocol']), call],
    ends: outcome,
  })
  return [
    ends(connected, { kind: 'sendto', socket: 1 }, 'OK'),
    ends([...connected, { kind: 'sendto', socket: 1 }], { kind: 'recv', socket: 2 }, 'OK'),
    ends(datagrams, send(1, at('a')), 'OK'),
    ends(connected, { kind: 'shutdown', socket: 1, how: 'SHUT_RDWR' }, 'OK'),
    ends(connected, { kind: 'setsockopt', socket: 0, option: 'SO_REUSEADDR', value: 1 }, 'OK'),
    ends(connected, { kind: 'getsockopt', socket: 0 }, '=1'),
    ends(connected, { kind: 'getsockname', socket: 0 }, '=a'),
    ends(connected, { kind: 'getpeername', socket: 1 }, 'OK'),
    ends(connected, { kind: 'dup', socket: 1, as: 5 }, 'OK'),
    ends(connected, { kind: 'close', socket: 1 }, 'OK'),
    ends(connected, { kind: 'send_fd', socket: 1 }, 'OK'),
  ]
}

/** Sending, receiving, shutting down, options, names and descriptors are not judged by the protocol. */
export const whatIsUnderWayGoesOn: Spec = {
  name: 'what-is-under-way-goes-on',
  applies: having('socket-protocol'),
  ...ending(casesOf),
  refutedBy: demanding('sendto', 'shutdown', 'setsockopt'),
}
