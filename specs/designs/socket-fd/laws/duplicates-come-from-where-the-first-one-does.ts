import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, bind, close, tcp } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, socketLayer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const dup = (socket: number, as: number): Op => ({ kind: 'dup', socket, as })

const casesOf = (target: Target): readonly EndingCase[] => {
  const sandbox = socketLayer(target, 0, ['use', 'receive', 'send'])
  return [
    { ops: [tcp(0), dup(0, 1), sandbox, bind(1, at('a'))], ends: 'EACCES' },
    { ops: [tcp(0), sandbox, dup(0, 1), bind(1, at('a'))], ends: 'EACCES' },
    { ops: [tcp(0), sandbox, dup(0, 1), close(0), bind(1, at('a'))], ends: 'EACCES' },
    { ops: [tcp(0), sandbox, close(0), tcp(0), bind(0, at('a'))], ends: 'OK' },
    { ops: [sandbox, tcp(0), dup(0, 1), bind(1, at('a'))], ends: 'OK' },
  ]
}

/** A descriptor duplicated inside of a sandbox is still that of a socket from outside. */
export const duplicatesComeFromWhereTheFirstOneDoes: Spec = {
  name: 'duplicates-come-from-where-the-first-one-does',
  applies: having('socket-fd'),
  ...ending(casesOf),
  refutedBy: forgetting('use', 'bind'),
}
