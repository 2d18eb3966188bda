import fc from 'fast-check'
import { program } from '../../../arbitrary/ops.js'
import type { Program } from '../../../program.js'
import { socketKey } from '../../../socket-key.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { lastOf } from '../../../trace.js'
import { withOutcome } from '../../../wrong.js'
import { everyKind, having, open, socketLayer } from '../../ops.js'

/** Every kind that is not to be had, at all or without capabilities. */
const refused = (target: Target): readonly Program[] =>
  everyKind(target)
    .filter(kind => target.sockets[socketKey(kind)]?.dropped !== 'OK')
    .map(kind => program(socketLayer(target, 0, ['create']), { kind: 'drop_caps' }, open(0, kind)))

/** A denial wins over what the family would say: not supported, not permitted, no such module. */
export const denialComesBeforeTheFamily: Spec = {
  name: 'denial-comes-before-the-family',
  applies: having('socket-create'),
  programs: target => fc.constantFrom(...refused(target)),
  every: refused,
  holds: trace => lastOf(trace, 'socket') === 'EACCES',
  refutedBy: withOutcome('EPROTONOSUPPORT', op => op.kind === 'socket'),
}
