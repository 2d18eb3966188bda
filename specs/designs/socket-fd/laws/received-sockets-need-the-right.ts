import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, bind, by, close, create, enforce, tcp } from '../../../arbitrary/ops.js'
import { receiveFd, sendFd, takeFd } from '../../../arbitrary/passing.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, open, ruleFor, socketLayer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const fork: Op = { kind: 'fork', child: 1 }

const casesOf = (target: Target): readonly EndingCase[] => {
  const nothing = by(1, socketLayer(target, 0, ['receive']))
  const allowing = by(1, socketLayer(target, 0, ['receive'], [kinds.tcp]))
  const otherwise = by(1, socketLayer(target, 0, ['receive'], [kinds.udp, kinds.tcp6]))
  const receive = by(1, receiveFd(3))
  return [
    { ops: [tcp(0), fork, nothing, sendFd(0), receive], ends: '=dropped' },
    { ops: [tcp(0), fork, otherwise, sendFd(0), receive], ends: '=dropped' },
    { ops: [tcp(0), fork, allowing, sendFd(0), receive], ends: 'OK' },
    { ops: [tcp(0), fork, allowing, sendFd(0), receive, by(1, bind(3, at('a')))], ends: 'OK' },
    { ops: [tcp(0), open(1, kinds.udp), fork, allowing, sendFd(1), sendFd(0), receive, receive], ends: 'OK' },
    { ops: [tcp(0), open(1, kinds.udp), fork, allowing, sendFd(1), receive], ends: '=dropped' },
    { ops: [tcp(0), fork, nothing, sendFd(0), receive, receive], ends: 'EAGAIN' },
    { ops: [tcp(0), fork, nothing, sendFd(0), receive, by(1, bind(3, at('a')))], ends: 'EBADF' },
    { ops: [tcp(0), fork, by(1, tcp(3)), nothing, sendFd(0), receive, by(1, bind(3, at('a')))], ends: 'OK' },
    // Not received is not kept: the sender's is the last one, and its port is free when it closes.
    {
      ops: [
        tcp(0),
        bind(0, at('a')),
        fork,
        by(1, close(0)),
        nothing,
        sendFd(0),
        receive,
        close(0),
        tcp(1),
        bind(1, at('a')),
      ],
      ends: 'OK',
    },
    // A socket that is sent and closed lives in the message, and ends where it is refused.
    {
      ops: [
        tcp(0),
        bind(0, at('a')),
        fork,
        by(1, close(0)),
        nothing,
        sendFd(0),
        close(0),
        receive,
        tcp(1),
        bind(1, at('a')),
      ],
      ends: 'OK',
    },
    // What one sends to oneself is received, too.
    { ops: [tcp(0), socketLayer(target, 0, ['receive']), sendFd(0), receiveFd(1)], ends: '=dropped' },
    { ops: [socketLayer(target, 0, ['receive']), tcp(0), sendFd(0), receiveFd(1)], ends: '=dropped' },
    // Taking is receiving by another call; the child is nested, so it may be looked into.
    { ops: [socketLayer(target, 0, ['receive']), fork, by(1, tcp(0)), takeFd(1, 0, 2)], ends: 'EACCES' },
    {
      ops: [socketLayer(target, 0, ['receive'], [kinds.tcp]), fork, by(1, tcp(0)), takeFd(1, 0, 2)],
      ends: 'OK',
    },
    {
      ops: [socketLayer(target, 0, ['receive'], [kinds.udp]), fork, by(1, tcp(0)), takeFd(1, 0, 2)],
      ends: 'EACCES',
    },
    { ops: [socketLayer(target, 0, ['receive']), fork, takeFd(1, 0, 2)], ends: 'EBADF' },
    { ops: [fork, by(1, socketLayer(target, 0, ['receive']), tcp(0)), takeFd(1, 0, 2)], ends: 'OK' },
    {
      ops: [
        create(target, 0, { handled_access_socket: ['receive', 'use'] }),
        ruleFor(0, ['receive'], kinds.tcp),
        ruleFor(0, ['use'], kinds.seqpacket),
        tcp(0),
        enforce(0),
        sendFd(0),
        receiveFd(1),
        bind(1, at('a')),
      ],
      ends: 'EACCES',
    },
  ]
}

/** A socket that may not be received is taken out of its message, which comes without it; pidfd_getfd(2) is EACCES. */
export const receivedSocketsNeedTheRight: Spec = {
  name: 'received-sockets-need-the-right',
  applies: having('socket-fd'),
  ...ending(casesOf),
  refutedBy: forgetting('receive', 'receive_fd', 'take_fd'),
}
