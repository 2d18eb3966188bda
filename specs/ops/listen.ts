import { optional } from './field.js'
import { number } from './fields/numbers.js'
import { made, newActor, slot } from './fields/slots.js'
import { op, routedOp } from './op.js'

const listen = routedOp('listen', {
  fields: {
    socket: slot(),
    /** How many connections may wait beside one; without it, more than a program has. */
    backlog: optional(
      number('a backlog', {
        ...{ min: -1, max: 4096, usual: [0, 1, 2] },
        call: backlog => `, backlog ${backlog}`,
        says: backlog => `, with a backlog of ${backlog}`,
      }),
    ),
  },
  call: 'listen(socket {socket}{backlog})',
  says: 'listens on socket {socket}{backlog}',
  c: {
    usual: 'listen_socket({socket})',
    backlog: 'listen_with_backlog({socket}, {backlog})',
  },
  form: ({ backlog }) => (backlog === undefined ? 'usual' : 'backlog'),
  ring: 'io_uring_bind',
})

/** accept4(2) with SOCK_NONBLOCK semantics: a listener without a waiting connection answers EAGAIN. */
const accept = routedOp('accept', {
  fields: { socket: slot(), as: made() },
  call: 'socket {as} = accept(socket {socket})',
  says: 'accepts a connection to socket {socket} as socket {as}',
  c: 'accept_connection({socket})',
  cost: 3,
})

/** Observes the local port: `=0`, a letter, `=ephemeral`, or the number. */
const getsockname = op('getsockname', {
  fields: { socket: slot() },
  call: 'getsockname(socket {socket})',
  says: 'asks for the port of socket {socket}',
  c: 'local_port({socket})',
  reading: 'port',
})

const getpeername = op('getpeername', {
  fields: { socket: slot() },
  call: 'getpeername(socket {socket})',
  says: 'asks for the peer of socket {socket}',
  c: 'peer_of({socket})',
})

const close = op('close', {
  fields: { socket: slot() },
  call: 'close(socket {socket})',
  says: 'closes socket {socket}',
  c: 'close_descriptor(&{socket})',
  needs: ['forgets_connections'],
})

const fork = op('fork', {
  fields: { child: newActor() },
  call: 'fork actor {child}',
  says: 'forks actor {child}',
  c: 'fork_actor({child})',
  needs: ['turns'],
  cost: 4,
})

/** The ops of this family. */
export const ops = [listen, accept, getsockname, getpeername, close, fork] as const
