import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  accept,
  connectName,
  recv,
  sandbox,
  send,
  sendName,
  shut,
  unix,
  unixServer,
  unixTypes,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { scopes } from '../uapi/landlock.js'

const streams = unixTypes.filter(type => type !== 'SOCK_DGRAM')

/** Socket 1 is connected to what socket 2 accepted. */
const connection = (type: (typeof unixTypes)[number]): readonly Op[] => [
  ...unixServer(0, '@s', type),
  ...[unix(1, type), connectName(1, '@s'), accept(0, 2)],
]

const ofStreams = (type: (typeof unixTypes)[number]): readonly EndingCase[] => [
  { ops: [connection(type), send(1), recv(2)], ends: 'OK' },
  { ops: [connection(type), send(1), recv(2), recv(2)], ends: 'EAGAIN' },
  { ops: [connection(type), send(2), recv(2)], ends: 'EAGAIN' },
  { ops: [connection(type), send(1), shut(1, 'SHUT_RDWR'), recv(2)], ends: 'OK' },
]

const inbox = unixServer(0, '@s', 'SOCK_DGRAM')
const sender = unix(1, 'SOCK_DGRAM')

/** A domain that an abstract socket from before is out of reach of. */
const scoped = (target: Target): readonly EndingCase[] => {
  const scope = sandbox(target, 0, { scoped: ['abstract_unix_socket'] })
  return [
    { ops: [inbox, scope, sender, sendName(1, '@s'), recv(0)], ends: 'EAGAIN' },
    { ops: [inbox, sender, sendName(1, '@s'), scope, sendName(1, '@s'), recv(0), recv(0)], ends: 'EAGAIN' },
    { ops: [inbox, sender, connectName(1, '@s'), scope, send(1), recv(0)], ends: 'OK' },
    { ops: [inbox, sender, connectName(1, '@s'), scope, sendName(1, '@s'), recv(0)], ends: 'OK' },
  ]
}

/** What is sent through a UNIX socket is received once by whom it was sent to, and what is denied never. */
export const whatIsSentOverUnixArrivesOnce: Spec = {
  name: 'what-is-sent-over-unix-arrives-once',
  ...ending(target => [
    ...streams.flatMap(ofStreams),
    { ops: [inbox, sender, sendName(1, '@s'), recv(0)], ends: 'OK' },
    { ops: [inbox, sender, sendName(1, '@s'), recv(0), recv(0)], ends: 'EAGAIN' },
    ...(has(target, scopes.abstract_unix_socket) ? scoped(target) : []),
  ]),
}
