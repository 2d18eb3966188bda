import type { Clause } from '../../clause.js'

const thread =
  'Jeff Xu on the Landlock list, June 2023: "LANDLOCK_ACCESS_SOCKET_PROTOCOL which will apply to all of the socket calls (socket/bind/listen/accept/connect)"'

const judged = (says: string): Clause => ({ says, cite: thread })

/** What `socket-protocol` decides. */
export const socketProtocolClauses = {
  'socket-protocol.socket': judged('A socket of a protocol that no rule allows is not created: EACCES.'),
  'socket-protocol.bind': judged(
    'A socket of a protocol that no rule allows is not bound, wherever it comes from.',
  ),
  'socket-protocol.listen': judged('A socket of a protocol that no rule allows does not listen.'),
  'socket-protocol.accept': judged('A listener of a protocol that no rule allows gives no connection.'),
  'socket-protocol.connect': judged('A socket of a protocol that no rule allows is not connected.'),
} as const satisfies Readonly<Record<string, Clause>>
