import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import {
  accept,
  at,
  bindName,
  connect,
  connectName,
  server,
  tcp,
  unix,
  unixServer,
} from '../../../arbitrary/ops.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { creationLayer, knows } from '../../ops.js'
import { demanding } from '../../wrong.js'

const casesOf = (target: Target): readonly EndingCase[] => {
  const nothing = creationLayer(target, 0)
  return [
    { ops: [server(0, at('a')), tcp(1), connect(1, at('a')), nothing, accept(0, 2)], ends: 'OK' },
    {
      ops: [
        server(0, at('a', 'AF_INET6'), 'AF_INET6'),
        tcp(1, 'AF_INET6'),
        nothing,
        connect(1, at('a', 'AF_INET6')),
        accept(0, 2),
      ],
      ends: 'OK',
    },
    { ops: [server(0, at('a')), nothing, accept(0, 2)], ends: 'EAGAIN' },
    {
      ops: [unixServer(0, '@a', 'SOCK_STREAM'), unix(1), nothing, connectName(1, '@a'), accept(0, 2)],
      ends: 'OK',
    },
    {
      ops: [
        unixServer(0, '@a', 'SOCK_SEQPACKET'),
        unix(1, 'SOCK_SEQPACKET'),
        nothing,
        connectName(1, '@a'),
        accept(0, 2),
      ],
      ends: 'OK',
    },
    { ops: [unix(0), nothing, bindName(0, '@a')], ends: 'OK' },
  ]
}

/** accept(2) makes its socket without the creation hook: who may create nothing goes on to accept. */
export const acceptCreatesNothing: Spec = {
  name: 'accept-creates-nothing',
  applies: target => knows(target, 'create'),
  ...ending(casesOf),
  refutedBy: demanding('accept', 'bind'),
}
