import { addedRights } from './added/rights.js'
import type { Act, NetRight, Transport } from './right.js'
import { netRights } from './uapi/landlock.js'

/** Each right of the network; bit and ABI are those of landlock.h. */
export const rights = {
  bind_tcp: {
    ...netRights.bind_tcp,
    transport: 'tcp',
    acts: ['bind'],
    cite: 'security/landlock/net.c: hook_socket_bind()',
  },
  connect_tcp: {
    ...netRights.connect_tcp,
    transport: 'tcp',
    acts: ['connect', 'send'],
    cite: 'security/landlock/net.c: hook_socket_connect()',
  },
  bind_udp: {
    ...netRights.bind_udp,
    transport: 'udp',
    acts: ['bind'],
    cite: 'security/landlock/net.c: hook_socket_bind()',
  },
  connect_send_udp: {
    ...netRights.connect_send_udp,
    transport: 'udp',
    acts: ['connect', 'send'],
    cite: 'security/landlock/net.c: hook_socket_connect(), hook_socket_sendmsg()',
  },
  ...addedRights,
} as const satisfies Readonly<Record<keyof typeof netRights, NetRight>>

const all: readonly NetRight[] = Object.values(rights)

/** The right that judges a call on a socket, whatever the ABI; undefined where none does. */
export const rightFor = (transport: Transport, act: Act): NetRight | undefined =>
  all.find(right => right.transport === transport && right.acts.includes(act))
