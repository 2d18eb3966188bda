const noneBoth = (why: string): string => `The two never both apply: ${why}.`

/** Two guards of which never both apply, so that their order says nothing. */
export const exclusiveGuards = [
  ...['ping.ts sendto', 'raw.ts sendto'].map(place => ({
    in: place,
    kind: 'reorder' as const,
    mistake: 'after if (address !== undefined && plainInet(socket, inet) === null)',
    why: noneBoth('there is an address, or there is none'),
  })),
  {
    in: 'other-stacks.ts answerOf',
    kind: 'reorder',
    mistake: "after if (name === 'tipc'",
    why: noneBoth('TIPC has bind(2)'),
  },
  {
    in: 'vsock.ts bindVsock',
    kind: 'reorder',
    mistake: 'after if (holderOf(state, port) >= 0)',
    why: noneBoth('nobody holds the port that stands for any'),
  },
  {
    in: 'unix-data.ts sendPacket',
    kind: 'reorder',
    mistake: "after if (phase !== 'connected')",
    why: noneBoth('who has an error is connected'),
  },
  {
    in: 'send.ts send',
    kind: 'reorder',
    mistake: 'after if (isUrgent) return sendUrgentDatagram',
    why: noneBoth('an urgent byte is sent without MSG_FASTOPEN'),
  },
  {
    in: 'send.ts send',
    kind: 'reorder',
    mistake: "after if (op.with === 'MSG_PROBE')",
    why: noneBoth('an urgent byte is sent without MSG_PROBE'),
  },
  {
    in: 'options.ts setOnOpaque',
    kind: 'reorder',
    mistake: "after if (op.option.startsWith('TCP_'))",
    why: noneBoth('SO_REUSEADDR, of which stacks are asked, is no option of TCP'),
  },
  {
    in: 'alg.ts accept',
    kind: 'reorder',
    mistake: 'after if (!isBound(call))',
    why: noneBoth('what was accepted has the hash of whom it was accepted from'),
  },
  {
    in: 'data.ts recvStream',
    kind: 'reorder',
    mistake: "if (phase === 'listening')",
    why: noneBoth(
      'of whom nobody knows what he received has a connection, or had one that nothing is left of but itself; neither listens',
    ),
  },
  {
    in: 'data.ts shutInet',
    kind: 'reorder',
    mistake: "if (phase === 'listening')",
    why: noneBoth('who listens is not closed'),
  },
  {
    in: 'listen.ts listen',
    kind: 'reorder',
    mistake: 'listenVsock(state, found, op.backlog ?? null) → after if (isDatagram(socket))',
    why: noneBoth('only UDP and UNIX sockets are told to be datagram ones'),
  },
  {
    in: 'listen.ts accept',
    kind: 'reorder',
    mistake: 'socket }), ) } → after if (isDatagram(socket))',
    why: noneBoth('only UDP and UNIX sockets are told to be datagram ones'),
  },
  {
    in: 'options.ts setsockopt',
    kind: 'reorder',
    mistake: 'op.option) → after if (isUdp(transport)',
    why: noneBoth('a socket of MPTCP is none of UDP'),
  },
  {
    in: 'send.ts sendFastopen',
    kind: 'reorder',
    mistake: "'send.fastopen-connected') → after if (found.socket.asked",
    why: noneBoth('no socket of MPTCP asks for a cookie'),
  },
  {
    in: 'send.ts sendFastopen',
    kind: 'reorder',
    mistake: '→ after if (isUnspec)',
    why: noneBoth('no address is none of AF_UNSPEC either'),
  },
  {
    in: 'sockets.ts socket',
    kind: 'reorder',
    mistake: "'socket.ping-in-new-network') → after if (outcome !== 'OK')",
    why: noneBoth(
      'one is about a socket that the kernel opens in its first network, the other about one that it does not',
    ),
  },
  {
    in: 'rulesets.ts createRuleset',
    kind: 'reorder',
    mistake: "'create.too-small') → after if (bytes > pageSizeOf(target))",
    why: noneBoth('no size is below 8 and above a page'),
  },
  {
    in: 'rulesets.ts addNetPort',
    kind: 'reorder',
    mistake: "'rule.empty') → after if (bits.some(",
    why: noneBoth('a rule that allows nothing allows nothing that is not handled'),
  },
  {
    in: 'rulesets.ts addPathBeneath',
    kind: 'reorder',
    mistake: "'rule.empty') → after if (bits.some(",
    why: noneBoth('a rule that allows nothing allows nothing that is not handled'),
  },
  {
    in: 'groups.ts joinGroup',
    kind: 'reorder',
    mistake: "'option.group-of-stream') → after",
    why: noneBoth('a stream has joined nothing'),
  },
  {
    in: 'sockets.ts socketpair',
    kind: 'reorder',
    mistake: "'socketpair.unix') → after if (transport === 'tcp'",
    why: noneBoth('a UNIX socket is no TCP or UDP socket'),
  },
  {
    in: 'unix.ts bindUnix',
    kind: 'reorder',
    mistake: "'bind.unix-invalid') → after if (name === '')",
    why: noneBoth('an address without a name has no empty one'),
  },
  {
    in: 'unix.ts bindUnix',
    kind: 'reorder',
    mistake: "'bind.unix-auto') → after if (isPath(name))",
    why: noneBoth('an empty name is no path'),
  },
  {
    in: 'rulesets.ts addRule',
    kind: 'reorder',
    mistake: 'addPathBeneath(state, read, found) → after if (socketRuleType',
    why: noneBoth('no design proposes the rule type of paths'),
  },
] as const
