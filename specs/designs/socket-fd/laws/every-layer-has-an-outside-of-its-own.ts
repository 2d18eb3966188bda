import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, bind, by, tcp } from '../../../arbitrary/ops.js'
import { pass } from '../../../arbitrary/passing.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, socketLayer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const fork: Op = { kind: 'fork', child: 1 }

const casesOf = (target: Target): readonly EndingCase[] => {
  const [first, second] = [socketLayer(target, 0, ['use']), socketLayer(target, 1, ['use'])]
  const free = socketLayer(target, 1, ['use'], [kinds.tcp])
  const fd = socketLayer(target, 0, ['use'], [kinds.seqpacket])
  return [
    { ops: [first, tcp(0), second, bind(0, at('a'))], ends: 'EACCES' },
    { ops: [first, tcp(0), free, bind(0, at('a'))], ends: 'OK' },
    { ops: [tcp(0), first, free, bind(0, at('a'))], ends: 'EACCES' },
    { ops: [first, second, tcp(0), bind(0, at('a'))], ends: 'OK' },
    {
      ops: [first, fork, by(1, tcp(0)), pass({ way: 'taken', from: 1, to: 0 }, 0, 2), bind(2, at('a'))],
      ends: 'OK',
    },
    {
      ops: [
        first,
        fork,
        by(1, second, tcp(0)),
        pass({ way: 'taken', from: 1, to: 0 }, 0, 2),
        bind(2, at('a')),
      ],
      ends: 'OK',
    },
    // Two siblings with sandboxes of the same content are outside of each other.
    {
      ops: [
        fork,
        by(1, fd, tcp(0), { kind: 'send_fd', socket: 0 }),
        fd,
        { kind: 'receive_fd', as: 3 },
        bind(3, at('a')),
      ],
      ends: 'EACCES',
    },
    {
      ops: [
        fork,
        by(1, fd),
        tcp(0),
        { kind: 'send_fd', socket: 0 },
        by(1, { kind: 'receive_fd', as: 3 }, bind(3, at('a'))),
      ],
      ends: 'EACCES',
    },
  ]
}

/** What is inside of one layer may be outside of the next: each that handles use has to grant what was opened before it, or beside it. */
export const everyLayerHasAnOutsideOfItsOwn: Spec = {
  name: 'every-layer-has-an-outside-of-its-own',
  applies: having('socket-fd'),
  ...ending(casesOf),
  refutedBy: forgetting('use', 'bind'),
}
