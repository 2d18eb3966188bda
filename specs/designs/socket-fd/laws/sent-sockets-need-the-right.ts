import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, bind, by, tcp } from '../../../arbitrary/ops.js'
import { receiveFd, sendFd, takeFd } from '../../../arbitrary/passing.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, open, socketLayer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const fork: Op = { kind: 'fork', child: 1 }

const casesOf = (target: Target): readonly EndingCase[] => {
  const nothing = socketLayer(target, 0, ['send'])
  const allowing = socketLayer(target, 0, ['send'], [kinds.tcp])
  return [
    { ops: [tcp(0), nothing, sendFd(0)], ends: 'EACCES' },
    { ops: [nothing, tcp(0), sendFd(0)], ends: 'EACCES' },
    { ops: [nothing, tcp(0), sendFd(0), receiveFd(1)], ends: 'EAGAIN' },
    { ops: [allowing, tcp(0), sendFd(0)], ends: 'OK' },
    { ops: [allowing, tcp(0), sendFd(0), receiveFd(1), bind(1, at('a'))], ends: 'OK' },
    { ops: [allowing, open(0, kinds.udp), sendFd(0)], ends: 'EACCES' },
    { ops: [allowing, open(0, kinds.mptcp), sendFd(0)], ends: 'OK' },
    { ops: [allowing, open(0, kinds.tcp6), sendFd(0)], ends: 'EACCES' },
    { ops: [nothing, open(0, kinds.unix), sendFd(0)], ends: 'EACCES' },
    { ops: [nothing, open(0, kinds.netlink), sendFd(0)], ends: 'EACCES' },
    { ops: [nothing, sendFd(0)], ends: 'EBADF' },
    { ops: [tcp(0), { kind: 'dup', socket: 0, as: 1 }, nothing, sendFd(1)], ends: 'EACCES' },
    { ops: [fork, by(1, nothing, tcp(0), sendFd(0)), receiveFd(1)], ends: 'EAGAIN' },
    { ops: [tcp(0), sendFd(0), nothing, receiveFd(1)], ends: 'OK' },
    // What another process takes is not sent.
    { ops: [fork, by(1, nothing, tcp(0)), takeFd(1, 0, 2)], ends: 'OK' },
    { ops: [socketLayer(target, 0, ['send'], [kinds.tcp]), nothing, tcp(0), sendFd(0)], ends: 'EACCES' },
  ]
}

/** A message with a socket that may not be sent is EACCES, and does not arrive. */
export const sentSocketsNeedTheRight: Spec = {
  name: 'sent-sockets-need-the-right',
  applies: having('socket-fd'),
  ...ending(casesOf),
  refutedBy: forgetting('send', 'send_fd'),
}
