import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { accept, at, bind, connect, listen, mptcp, tcp } from '../../../arbitrary/ops.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, open, opens, pair, socketLayer } from '../../ops.js'
import { demanding } from '../../wrong.js'

const casesOf = (target: Target): readonly EndingCase[] => {
  const nothing = socketLayer(target, 0, ['use', 'receive', 'send'])
  return [
    ...[kinds.tcp, kinds.udp6, kinds.unix, kinds.netlink].map(
      (kind): EndingCase => ({ ops: [nothing, open(0, kind)], ends: 'OK' }),
    ),
    { ops: [nothing, pair(kinds.unix)], ends: 'OK' },
    {
      ops: [nothing, tcp(0), bind(0, at('a')), listen(0), tcp(1), connect(1, at('a')), accept(0, 2)],
      ends: 'OK',
    },
    ...(opens(target, kinds.mptcp)
      ? ([
          { ops: [nothing, mptcp(0), bind(0, at('a'))], ends: 'OK' },
          { ops: [mptcp(0), socketLayer(target, 0, ['use'], [kinds.tcp]), bind(0, at('a'))], ends: 'OK' },
          { ops: [mptcp(0), nothing, bind(0, at('a'))], ends: 'EACCES' },
        ] as const)
      : []),
  ]
}

/** The rights on descriptors have no say in creating sockets, nor in those that the kernel makes for one. */
export const newSocketsNeedNoRightToUse: Spec = {
  name: 'new-sockets-need-no-right-to-use',
  applies: having('socket-fd'),
  ...ending(casesOf),
  refutedBy: demanding('socket', 'socketpair'),
}
