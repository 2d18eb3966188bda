import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  accept,
  at,
  close,
  connect,
  cork,
  type Domain,
  domains,
  layer,
  mptcp,
  recv,
  server,
  tcp,
  udp,
  unix,
} from '../arbitrary/ops.js'
import { otherKinds } from '../arbitrary/other-kinds.js'
import { receivers } from '../arbitrary/receivers.js'
import { cameTo } from '../arbitrary/signals.js'
import { creationOf } from '../model/sockets.js'
import type { InetAddress, Op, OpOf, Slot } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { netRights } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

type ZerocopySend = Partial<Pick<OpOf<'sendto'>, 'via' | 'with' | 'route' | 'fastopen'>>

const sendFrom = (socket: Slot, how: ZerocopySend, address?: InetAddress): Op => ({
  ...{ kind: 'sendto', socket },
  ...(address === undefined ? {} : { address }),
  ...how,
})

const zerocopy = (socket: Slot, value = 1): Op => ({
  kind: 'setsockopt',
  socket,
  option: 'SO_ZEROCOPY',
  value,
})
const readErrors = (socket: Slot): Op => ({ kind: 'recv_error', socket })

/** A ring tells of its sends itself, and the others are told of on the error queue. */
const byRing: readonly ZerocopySend[] = [{ route: 'io_uring_zc' }, { route: 'io_uring_zc', via: 'sendmsg' }]
const byFlag: readonly ZerocopySend[] = [
  { with: 'MSG_ZEROCOPY' },
  { with: 'MSG_ZEROCOPY', via: 'sendmsg' },
  { with: 'MSG_ZEROCOPY', via: 'sendmmsg' },
  { with: 'MSG_ZEROCOPY', route: 'io_uring' },
]
/** Who owns the socket is told of what comes to it by SIGIO. */
const owned: Op = { kind: 'setown', socket: 2, owner: 0, async: true }
const plain: ZerocopySend = { with: 'MSG_ZEROCOPY' }

const datagrams = (target: Target, domain: Domain): readonly EndingCase[] => {
  const made = [...receivers(target, domain), zerocopy(2)]
  const [a, b] = [at('a', domain), at('b', domain)]
  const [sent, denied] = [sendFrom(2, plain, a), sendFrom(2, plain, b)]
  const noPort = layer(target, 1, ['bind_udp'])
  return [
    ...[...byRing, ...byFlag].flatMap((how): readonly EndingCase[] => [
      { ops: [made, sendFrom(2, how, a), recv(0)], ends: 'OK' },
      { ops: [made, sendFrom(2, how, b)], ends: 'EACCES' },
      { ops: [made, sendFrom(2, how, b), recv(1)], ends: 'EAGAIN' },
      { ops: [made, sendFrom(2, how, b), readErrors(2)], ends: 'EAGAIN' },
      { ops: [made, noPort, sendFrom(2, how, a)], ends: 'EACCES' },
      { ops: [made, sendFrom(2, how)], ends: 'EDESTADDRREQ' },
    ]),
    ...byRing.map((how): EndingCase => ({ ops: [made, sendFrom(2, how, a), readErrors(2)], ends: 'EAGAIN' })),
    ...byFlag.map((how): EndingCase => ({ ops: [made, sendFrom(2, how, a), readErrors(2)], ends: 'OK' })),
    ...byRing.flatMap((how): readonly EndingCase[] => [
      { ops: [made, cork(2, 1), sendFrom(2, how, a), recv(0)], ends: 'EAGAIN' },
      { ops: [made, cork(2, 1), sendFrom(2, how, a), cork(2, 0), recv(0)], ends: 'OK' },
      { ops: [made, sendFrom(2, { ...how, with: 'MSG_MORE' }, a), sendFrom(2, {}), recv(0)], ends: 'OK' },
      { ops: [made, cork(2, 1), sendFrom(2, how, b), cork(2, 0), recv(1)], ends: 'EAGAIN' },
    ]),
    { ops: [made, sent, denied, readErrors(2)], ends: 'OK' },
    { ops: [made, owned, sent, cameTo(0, { signal: 'SIGIO' })], ends: 'OK' },
    { ops: [made, owned, denied, cameTo(0, { signal: 'SIGIO' })], ends: 'EAGAIN' },
    { ops: [made, sent, denied, readErrors(2), readErrors(2)], ends: 'EAGAIN' },
    { ops: [made, sent, sent, readErrors(2), readErrors(2)], ends: 'EAGAIN' },
    { ops: [made, sent, readErrors(2), sent, readErrors(2)], ends: 'OK' },
    { ops: [made, zerocopy(2, 0), sent, readErrors(2)], ends: 'EAGAIN' },
    { ops: [made, sendFrom(2, {}, a), readErrors(2)], ends: 'EAGAIN' },
    {
      ops: [made, close(0), connect(2, a), sent, sendFrom(2, plain), readErrors(2), readErrors(2)],
      ends: 'EAGAIN',
    },
  ]
}

/** Whoever has a connection sends through it, and whoever may not have one sends nothing by Fast Open. */
const streams = (target: Target, domain: Domain): readonly EndingCase[] => {
  const a = at('a', domain)
  const made = [...server(0, a, domain), tcp(2, domain), connect(2, a), accept(0, 1)]
  const denies = layer(target, 0, ['connect_tcp', 'bind_tcp'])
  const asked = [zerocopy(2), ...denies]
  return [
    ...byRing.flatMap((how): readonly EndingCase[] => [
      { ops: [made, denies, sendFrom(2, how), recv(1)], ends: 'OK' },
      { ops: [made, denies, sendFrom(1, how), recv(2)], ends: 'OK' },
      { ops: [made, denies, sendFrom(2, how), readErrors(2)], ends: 'EAGAIN' },
      { ops: [denies, tcp(2, domain), sendFrom(2, how)], ends: 'EPIPE' },
    ]),
    ...byFlag.flatMap((how): readonly EndingCase[] => [
      { ops: [made, asked, sendFrom(2, how), recv(1)], ends: 'OK' },
      { ops: [made, asked, sendFrom(2, how), readErrors(2)], ends: 'OK' },
      { ops: [tcp(2, domain), asked, sendFrom(2, how)], ends: 'EPIPE' },
    ]),
    { ops: [zerocopyServer(domain), accept(0, 1), sendFrom(1, plain), readErrors(1)], ends: 'OK' },
    ...(target.behaviours.includes('fastopen_checked')
      ? [
          {
            ops: [made, denies, tcp(3, domain), sendFrom(3, { route: 'io_uring_zc', fastopen: true }, a)],
            ends: 'EACCES' as const,
          },
        ]
      : []),
  ]
}

/** Who is accepted has the option of the listener. */
const zerocopyServer = (domain: Domain): readonly Op[] => [
  ...server(0, at('a', domain), domain),
  ...[zerocopy(0), tcp(2, domain), connect(2, at('a', domain))],
]

/** A notice that does not come is waited for as long as an acknowledgement may take: so these are tried in one way alone. */
const withoutNotice = (target: Target): readonly EndingCase[] => {
  const made = [...server(0, at('a')), tcp(2), connect(2, at('a')), accept(0, 1)]
  const asked = [zerocopy(2), ...layer(target, 0, ['connect_tcp', 'bind_tcp'])]
  return [
    { ops: [made, asked, sendFrom(2, plain), readErrors(2), readErrors(2)], ends: 'EAGAIN' },
    { ops: [made, asked, sendFrom(2, {}), readErrors(2)], ends: 'EAGAIN' },
    { ops: [tcp(2), asked, sendFrom(2, plain), readErrors(2)], ends: 'EAGAIN' },
    { ops: [zerocopyServer('AF_INET'), accept(0, 1), sendFrom(1, plain), readErrors(0)], ends: 'EAGAIN' },
  ]
}

/** Where there are no such sends, a ring is told so before anybody is asked. */
const others: readonly EndingCase[] = [
  ...byRing.flatMap((how): readonly EndingCase[] => [
    { ops: [unix(2, 'SOCK_DGRAM'), sendFrom(2, how)], ends: 'EOPNOTSUPP' },
    { ops: [unix(2, 'SOCK_STREAM'), sendFrom(2, how)], ends: 'EOPNOTSUPP' },
    { ops: [mptcp(2), sendFrom(2, how)], ends: 'EOPNOTSUPP' },
    { ops: [sendFrom(2, how)], ends: 'EBADF' },
  ]),
  ...[unix(2, 'SOCK_DGRAM'), mptcp(2)].map(
    (made): EndingCase => ({ ops: [made, zerocopy(2)], ends: 'EOPNOTSUPP' }),
  ),
  ...[tcp(2), udp(2)].flatMap((made): readonly EndingCase[] => [
    { ops: [made, zerocopy(2, 2)], ends: 'EINVAL' },
    { ops: [made, zerocopy(2, -1)], ends: 'EINVAL' },
    { ops: [made, zerocopy(2, 0)], ends: 'OK' },
    { ops: [made, readErrors(2)], ends: 'EAGAIN' },
  ]),
  { ops: [readErrors(2)], ends: 'EBADF' },
]

/** Of the stacks that no right is about RDS alone has that option. */
const otherStacks = (target: Target): readonly EndingCase[] =>
  otherKinds
    .filter(({ kind }) => creationOf(target, kind)?.root === 'OK')
    .map(({ kind }) => ({
      ops: [{ kind: 'socket', as: 2, ...kind }, zerocopy(2)],
      ends: kind.domain === 'AF_RDS' ? 'OK' : 'EOPNOTSUPP',
    }))

const isSpecial = (op: Op): boolean =>
  op.kind === 'sendto' && (op.with === 'MSG_ZEROCOPY' || op.route === 'io_uring_zc')

/** A denied send without a copy is EACCES as one with a copy: nothing of it is received, and the error queue tells of nothing. */
export const aDeniedSendWithoutACopyLeavesNothing: Spec = {
  name: 'a-denied-send-without-a-copy-leaves-nothing',
  ...ending(target => [
    ...others,
    ...otherStacks(target),
    ...withoutNotice(target),
    ...domains.flatMap(domain => [
      ...streams(target, domain),
      ...(has(target, netRights.connect_send_udp) ? datagrams(target, domain) : []),
    ]),
  ]),
  refutedBy: withOutcome('OK', isSpecial),
}
