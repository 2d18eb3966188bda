import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { accept, at, bind, connect, listen, mptcp } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { creationLayer, kinds, knows, opens } from '../../ops.js'
import { demanding } from '../../wrong.js'

/** The first subflow of an MPTCP socket is made at its first bind, listen or connect. */
const server: readonly Op[] = [bind(0, at('a')), listen(0)]

const casesOf = (target: Target): readonly EndingCase[] => {
  const nothing = creationLayer(target, 0)
  return [
    { ops: [mptcp(0), nothing, bind(0, at('a'))], ends: 'OK' },
    { ops: [mptcp(0), nothing, server], ends: 'OK' },
    { ops: [mptcp(0), nothing, connect(0, at('a'))], ends: 'ECONNREFUSED' },
    { ops: [mptcp(0), mptcp(1), nothing, server, connect(1, at('a')), accept(0, 2)], ends: 'OK' },
    { ops: [mptcp(0, 'AF_INET6'), nothing, bind(0, at('a', 'AF_INET6'))], ends: 'OK' },
  ]
}

/** Sockets that the kernel makes for itself, such as the subflows of MPTCP, are not judged, whoever acts meanwhile. */
export const kernelMadeSocketsAreNotJudged: Spec = {
  name: 'kernel-made-sockets-are-not-judged',
  applies: target => knows(target, 'create') && opens(target, kinds.mptcp),
  ...ending(casesOf),
  refutedBy: demanding('bind', 'listen', 'connect'),
}
