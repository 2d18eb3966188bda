import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { accept, at, by, connect, create, enforce, send, server, tcp } from '../../../arbitrary/ops.js'
import { takeFd } from '../../../arbitrary/passing.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, ruleFor, socketLayer } from '../../ops.js'
import { demanding } from '../../wrong.js'

/** A child whose sandbox may use the listener from before, and nothing else. */
const casesOf = (target: Target): readonly EndingCase[] => {
  const waiting: readonly Op[] = [
    ...server(0, at('a')),
    tcp(1),
    connect(1, at('a')),
    { kind: 'fork', child: 1 },
  ]
  const child: readonly Op[] = [
    create(target, 0, { handled_access_socket: ['use'] }),
    ruleFor(0, ['use'], kinds.tcp),
    enforce(0),
  ]
  const inner = socketLayer(target, 1, ['use'])
  return [
    { ops: [waiting, by(1, child, accept(0, 2), send(2))], ends: 'OK' },
    { ops: [waiting, by(1, child, accept(0, 2), inner, send(2))], ends: 'EACCES' },
    { ops: [waiting, by(1, child, inner, accept(0, 2))], ends: 'EACCES' },
    { ops: [waiting, by(1, child, accept(0, 2)), takeFd(1, 2, 3), send(3)], ends: 'OK' },
  ]
}

/** A connection that is accepted in a sandbox is inside of it, though its listener comes from outside. */
export const aConnectionBelongsToWhoAccepts: Spec = {
  name: 'a-connection-belongs-to-who-accepts',
  applies: having('socket-fd'),
  ...ending(casesOf),
  refutedBy: demanding('sendto'),
}
