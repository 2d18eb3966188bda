import { ending } from '../arbitrary/ends.js'
import { accept, bindName, close, connectName, listen, unix, unixServer } from '../arbitrary/ops.js'
import type { Op, UnixAddress } from '../program.js'
import type { Spec } from '../spec.js'

/** A connection that was accepted, and then somebody else who binds to the name of the listener. */
const rebound = (name: UnixAddress['name'], ...between: readonly Op[]): readonly Op[] => [
  ...unixServer(0, name, 'SOCK_STREAM'),
  ...[unix(1), connectName(1, name), accept(0, 2)],
  ...between,
  ...[unix(3), bindName(3, name)],
]

/** A socket that is given the name of another type, and one of that type that a thread of a ring may still hold when it is closed. */
const ofTwoTypes: readonly Op[] = [
  unix(0),
  { kind: 'bind', socket: 0, address: { family: 'AF_UNIX', name: '@s' }, route: 'io_uring_async' },
  ...[unix(1, 'SOCK_SEQPACKET'), bindName(1, '@s'), close(0), listen(1)],
]

/** An abstract name is free when the socket of its type that was bound to it is closed, though its connections go on; a path stays taken. */
export const aUnixNameEndsWithItsSocket: Spec = {
  name: 'a-unix-name-ends-with-its-socket',
  ...ending(() => [
    { ops: [rebound('@s')], ends: 'EADDRINUSE' },
    { ops: [rebound('@s', close(0))], ends: 'OK' },
    { ops: [rebound('/s', close(0))], ends: 'EADDRINUSE' },
    { ops: ofTwoTypes, ends: 'OK' },
  ]),
}
