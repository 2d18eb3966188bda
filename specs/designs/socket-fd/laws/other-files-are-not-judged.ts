import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { by, tcp } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, socketLayer } from '../../ops.js'

const fork: Op = { kind: 'fork', child: 1 }

const casesOf = (target: Target): readonly EndingCase[] => {
  const nothing = socketLayer(target, 0, ['receive', 'send', 'use'])
  return [
    { ops: [nothing, fork, { kind: 'take_file', from: 1 }], ends: 'OK' },
    { ops: [nothing, fork, by(1, tcp(0)), { kind: 'take_fd', from: 1, socket: 0, as: 1 }], ends: 'EACCES' },
  ]
}

/** Who may receive no socket at all receives other files all the same. */
export const otherFilesAreNotJudged: Spec = {
  name: 'other-files-are-not-judged',
  applies: having('socket-fd'),
  ...ending(casesOf),
}
