import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, bind, by, connect, listen, server, tcp } from '../../../arbitrary/ops.js'
import { pass, type TransferKind, transferKinds } from '../../../arbitrary/passing.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, socketLayer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const fork: Op = { kind: 'fork', child: 1 }

const inherited = (target: Target): readonly EndingCase[] => {
  const child = socketLayer(target, 0, ['protocol'])
  const parent: readonly Op[] = [...server(0, at('a')), tcp(1), tcp(2), fork]
  return [
    { ops: [parent, by(1, child, connect(1, at('a')))], ends: 'EACCES' },
    { ops: [parent, by(1, child), connect(1, at('a'))], ends: 'OK' },
    { ops: [parent, by(1, child), bind(2, at('b'))], ends: 'OK' },
  ]
}

/** The parent gives a socket, or the sandboxed child's own socket of before goes to the free parent. */
const passed = (target: Target, way: TransferKind): readonly EndingCase[] => {
  const child = by(1, socketLayer(target, 0, ['protocol']))
  const back: readonly Op[] = [fork, ...by(1, tcp(0)), ...child, ...pass({ way, from: 1, to: 0 }, 0, 3)]
  const free: EndingCase = { ops: [back, bind(3, at('a'))], ends: 'OK' }
  if (way === 'taken') return [free]
  const given: readonly Op[] = [fork, ...child, tcp(0), ...pass({ way, from: 0, to: 1 }, 0, 3)]
  const allowing = by(1, socketLayer(target, 0, ['protocol'], [kinds.tcp]))
  return [
    free,
    { ops: [given, by(1, bind(3, at('a')))], ends: 'EACCES' },
    { ops: [given, by(1, connect(3, at('a')))], ends: 'EACCES' },
    { ops: [given, bind(0, at('a')), by(1, listen(3))], ends: 'EACCES' },
    {
      ops: [fork, allowing, tcp(0), pass({ way, from: 0, to: 1 }, 0, 3), by(1, bind(3, at('a')))],
      ends: 'OK',
    },
  ]
}

/** However a socket came to a process, by fork, message or pidfd_getfd(2), the domain of who calls decides. */
export const passedSocketsAreJudgedByProtocol: Spec = {
  name: 'passed-sockets-are-judged-by-protocol',
  applies: having('socket-protocol'),
  ...ending(target => [...inherited(target), ...transferKinds.flatMap(way => passed(target, way))]),
  refutedBy: forgetting('protocol', 'bind', 'connect'),
}
