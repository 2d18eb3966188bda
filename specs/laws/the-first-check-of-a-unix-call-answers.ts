import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  bind,
  bindName,
  connect,
  connectName,
  listen,
  sandbox,
  send,
  sendName,
  shut,
  unix,
  unixServer,
} from '../arbitrary/ops.js'
import type { InetAddress, Op } from '../program.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { fsRights, scopes } from '../uapi/landlock.js'

/** An address of UNIX in so many bytes, whatever they are. */
const short = (length: number): InetAddress => ({ family: 'AF_UNIX', host: '127.0.0.1', port: 0, length })

/** Of two bytes it is the family alone, which only bind takes; below that and above sockaddr_un it is none. */
const ofLength: readonly EndingCase[] = [
  { ops: [unix(0), bind(0, short(2)), bindName(0, '@s')], ends: 'EINVAL' },
  ...[0, 1, 128].map((length): EndingCase => ({ ops: [unix(0), bind(0, short(length))], ends: 'EINVAL' })),
  ...[0, 1, 2, 128].map(
    (length): EndingCase => ({
      ops: [unixServer(0, '@s', 'SOCK_STREAM'), connect(0, short(length))],
      ends: 'EINVAL',
    }),
  ),
  ...[1, 2, 128].map(
    (length): EndingCase => ({
      ops: [unix(0, 'SOCK_DGRAM'), { kind: 'sendto', socket: 0, address: short(length) }],
      ends: 'EINVAL',
    }),
  ),
]

const stream = unixServer(0, '@s', 'SOCK_STREAM')

const toNothing: Op = { kind: 'sendto', socket: 1, address: short(0) }

/** A socket that sends no more says so after the address was found wrong, and before anybody is looked for. */
const ofSends: readonly EndingCase[] = [
  { ops: [stream, unix(1), connectName(1, '@s'), sendName(1, '@s')], ends: 'EISCONN' },
  { ops: [stream, unix(1), connectName(1, '@s'), send(1)], ends: 'OK' },
  { ops: [stream, unix(1), connectName(1, '@s'), toNothing], ends: 'OK' },
  { ops: [unix(0), shut(0, 'SHUT_WR'), send(0)], ends: 'ENOTCONN' },
  { ops: [unix(1, 'SOCK_DGRAM'), shut(1, 'SHUT_WR'), { ...toNothing, address: short(1) }], ends: 'EINVAL' },
  { ops: [unix(0, 'SOCK_DGRAM'), shut(0, 'SHUT_WR'), sendName(0, '@n')], ends: 'EPIPE' },
]

/** Where two checks of a call on a UNIX socket fail, the one that af_unix.c makes first gives the errno. */
export const theFirstCheckOfAUnixCallAnswers: Spec = {
  name: 'the-first-check-of-a-unix-call-answers',
  ...ending(target => [
    { ops: [unix(0), bindName(0, ''), bindName(0, '')], ends: 'OK' },
    { ops: [unix(0), bindName(0, '@s'), bindName(0, '')], ends: 'OK' },
    { ops: [unix(0), bindName(0, '/s'), bindName(0, '/t')], ends: 'EINVAL' },
    { ops: [unix(0), bindName(0, '/s'), unix(1), bindName(1, '@t'), bindName(1, '/s')], ends: 'EADDRINUSE' },
    {
      ops: [stream, unix(1), bindName(1, '@n'), unix(2), connectName(2, '@s'), connectName(2, '@n')],
      ends: 'ECONNREFUSED',
    },
    ...ofSends,
    { ops: [unixServer(0, '@s', 'SOCK_DGRAM'), { kind: 'getsockname', socket: 0 }], ends: '=0' },
    ...ofLength,
    {
      ops: [unix(0), { kind: 'setsockopt', socket: 0, option: 'IPV6_V6ONLY', value: 1 }],
      ends: 'EOPNOTSUPP',
    },
    ...(!has(target, scopes.abstract_unix_socket)
      ? []
      : [
          {
            ops: [
              [stream, sandbox(target, 0, { scoped: ['abstract_unix_socket'] })].flat(),
              [unix(1), bindName(1, '@c'), listen(1), connectName(1, '@s')],
            ],
            ends: 'EINVAL' as const,
          },
        ]),
    ...(!has(target, fsRights.resolve_unix)
      ? []
      : [
          {
            ops: [
              unixServer(0, '/s', 'SOCK_DGRAM'),
              sandbox(target, 0, { handled_access_fs: ['resolve_unix'] }),
              [unix(1), connectName(1, '/s')],
            ],
            ends: 'EPROTOTYPE' as const,
          },
        ]),
  ]),
}
