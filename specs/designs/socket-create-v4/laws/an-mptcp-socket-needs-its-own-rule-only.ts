import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { accept, at, bind, connect, listen, mptcp, tcp } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, opens, v4Layer } from '../../ops.js'
import { demanding } from '../../wrong.js'

const connection: readonly Op[] = [mptcp(0), bind(0, at('a')), listen(0), mptcp(1), connect(1, at('a'))]

const casesOf = (target: Target): readonly EndingCase[] => {
  const sandbox = v4Layer(target, 0, [kinds.mptcp])
  return [
    { ops: [sandbox, connection, accept(0, 2)], ends: 'OK' },
    { ops: [sandbox, mptcp(0), bind(0, at('a'))], ends: 'OK' },
    { ops: [sandbox, mptcp(0), connect(0, at('a'))], ends: 'ECONNREFUSED' },
    { ops: [sandbox, tcp(0)], ends: 'EACCES' },
  ]
}

/** A rule for MPTCP is enough for an MPTCP connection, whose subflows are TCP sockets that the kernel makes. */
export const anMptcpSocketNeedsItsOwnRuleOnly: Spec = {
  name: 'an-mptcp-socket-needs-its-own-rule-only',
  applies: target => having('socket-create-v4')(target) && opens(target, kinds.mptcp),
  ...ending(casesOf),
  refutedBy: demanding('bind', 'connect'),
}
