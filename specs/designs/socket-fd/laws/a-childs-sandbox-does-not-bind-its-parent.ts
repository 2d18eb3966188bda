import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { accept, at, bind, by, connect, listen, send, server, tcp, udp } from '../../../arbitrary/ops.js'
import { pass } from '../../../arbitrary/passing.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { withOutcome } from '../../../wrong.js'
import { having, socketLayer } from '../../ops.js'

const fork: Op = { kind: 'fork', child: 1 }

const casesOf = (target: Target): readonly EndingCase[] => {
  const child = by(1, socketLayer(target, 0, ['use']))
  return [
    { ops: [tcp(0), fork, child, by(1, bind(0, at('a'))), bind(0, at('a'))], ends: 'OK' },
    { ops: [tcp(0), fork, child, bind(0, at('a')), by(1, listen(0)), listen(0)], ends: 'OK' },
    { ops: [udp(0), fork, child, by(1, send(0, at('a'))), send(0, at('a'))], ends: 'OK' },
    {
      ops: [
        server(0, at('a')),
        tcp(1),
        fork,
        child,
        by(1, connect(1, at('a'))),
        connect(1, at('a')),
        accept(0, 2),
      ],
      ends: 'OK',
    },
    {
      ops: [
        tcp(0),
        { kind: 'dup', socket: 0, as: 1 },
        fork,
        child,
        by(1, bind(1, at('a'))),
        bind(1, at('a')),
      ],
      ends: 'OK',
    },
    {
      ops: [fork, child, by(1, tcp(0)), pass({ way: 'taken', from: 1, to: 0 }, 0, 2), bind(2, at('a'))],
      ends: 'OK',
    },
    {
      ops: [
        tcp(0),
        fork,
        { kind: 'fork', child: 2 },
        child,
        by(1, bind(0, at('a'))),
        by(2, bind(0, at('a'))),
      ],
      ends: 'OK',
    },
  ]
}

/** An open file is shared: that a sandboxed child may not use it leaves its parent and its siblings free to. */
export const aChildsSandboxDoesNotBindItsParent: Spec = {
  name: 'a-childs-sandbox-does-not-bind-its-parent',
  applies: having('socket-fd'),
  ...ending(casesOf),
  // A mark on the open file: once anybody has a sandbox, nobody may use what was opened before.
  refutedBy: withOutcome(
    'EACCES',
    (op, { processes }) =>
      ['bind', 'listen', 'sendto', 'connect'].includes(op.kind) &&
      [...processes.values()].some(({ layers }) => layers.length > 0),
  ),
}
