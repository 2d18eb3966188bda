import type { Mutant } from './mutant.js'
import { unmodelledOnlyMistakes } from './unmodelled-only.js'

/** Mistakes that no program can tell from the model, or that the model allows by purpose, with the reason. */
export type Equivalent = {
  /** File and function: `ports.ts overlap`. */
  readonly in: string
  readonly kind: Mutant['kind']
  /** A part of what the mistake is, as it is told: `old → new`. */
  readonly mistake: string
  readonly why: string
}

type MutantSite = Omit<Mutant, 'content' | 'around'>

/** A mistake in words: what was there, and what is there instead. */
export const describeMutation = ({ old, new: becomes }: MutantSite): string =>
  `${old} → ${becomes === '' ? 'nothing' : becomes}`

/** Whether an entry is about a mistake. */
export const isEquivalentTo = (entry: Equivalent, mutant: MutantSite): boolean =>
  mutant.path.endsWith(`/${entry.in.split(' ')[0]}`) &&
  mutant.in === entry.in.split(' ')[1] &&
  mutant.kind === entry.kind &&
  describeMutation(mutant).includes(entry.mistake)

const noneBoth = (why: string): string => `The two never both apply: ${why}.`
const misspelt = 'It throws at a misspelt right, which is a bug of a law and no answer.'

/** Every reviewed entry. */
export const equivalents: readonly Equivalent[] = [
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
  ...(['drop', 'reorder'] as const).map(kind => ({
    in: 'opaque.ts connectOpaque',
    kind,
    mistake: "if (op.kind === 'connectx') return reach",
    why: 'Of SCTP no stack says more than that it is no denial; it only decides by which clause that is named.',
  })),
  {
    in: 'signals.ts kill',
    kind: 'reorder',
    mistake: 'after if (isOwn(op)',
    why: 'It only decides by which of two clauses the same is named.',
  },
  {
    in: 'pending.ts withPending',
    kind: 'condition',
    mistake: '(one.isSure && !signal.isSure)',
    why: 'What is put there once more leaves the same signals, in another order.',
  },
  {
    in: 'vsock.ts bindVsock',
    kind: 'reorder',
    mistake: 'after if (holderOf(state, port) >= 0)',
    why: noneBoth('nobody holds the port that stands for any'),
  },
  {
    in: 'owners.ts withRaised',
    kind: 'condition',
    mistake: '(socket === undefined && now === undefined)',
    why: 'Who is closed, or was just made, has no owner.',
  },
  {
    in: 'unix-data.ts sendPacket',
    kind: 'reorder',
    mistake: "after if (phase !== 'connected')",
    why: noneBoth('who has an error is connected'),
  },
  {
    in: 'bind.ts bind',
    kind: 'forget',
    mistake: "'bind.twice') → fail(state",
    why: 'No kernel that traces what it asks rules judges MPTCP.',
  },
  {
    in: 'vsock.ts leaving',
    kind: 'condition',
    mistake: 'other === null && ',
    why: 'A socket that is closed is looked at by nobody.',
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
  ...unmodelledOnlyMistakes,
  ...(['drop', 'flip'] as const).flatMap(kind =>
    ['addrform_send', 'reuseport_autobind', 'tsync_tsync'].map(pair => ({
      in: 'races.ts race',
      kind,
      mistake: pair,
      why: 'It only decides by which clause the same outcome is named.',
    })),
  ),
  {
    in: 'ports.ts portOwner',
    kind: 'condition',
    mistake: "'address' in op && op.address !== undefined → (",
    why: 'Where there is no address, there is no such field.',
  },
  {
    in: 'route.ts byRoute',
    kind: 'flip',
    mistake: 'outcomesOf(own) === outcomesOf(others)',
    why: 'It only decides by which of two clauses the same outcomes are named.',
  },
  {
    in: 'audit.ts readAudit',
    kind: 'forget',
    mistake: "value(next, 'none'",
    why: 'There is nothing to take away; it only decides which clause is named the next time.',
  },
  {
    in: 'bind.ts bindPort',
    kind: 'reorder',
    mistake: "'bind.in-use') → after if (port === 0",
    why: 'No socket holds port 0, and that is the only one which a bind may leave out.',
  },
  {
    in: 'data.ts recvStream',
    kind: 'reorder',
    mistake: "return ok(state, 'recv.end') → after if (socket.options.repair)",
    why: 'Whose other end said that nothing follows has a connection, and comes into no repair mode.',
  },
  {
    in: 'bind.ts bind',
    kind: 'reorder',
    mistake: 'bindVsock(state, found, op.address, placePort(state, op)) → after if (verdict !== null)',
    why: 'Landlock has no verdict on a vsock, since no right is about it.',
  },
  {
    in: 'connect.ts connectTo',
    kind: 'reorder',
    mistake: 'connectVsock(state, found, op.address, placePort(state, op)) → after if (verdict !== null)',
    why: 'Landlock has no verdict on a vsock, since no right is about it.',
  },
  {
    in: 'connect.ts establish',
    kind: 'reorder',
    mistake: 'if (listener === undefined) return refuse(state, found, to) → after if (!isFull(at))',
    why: 'Where nobody listens there is no queue to be full, and asked for one the model says nothing.',
  },
  {
    in: 'datagram.ts refuseInet6',
    kind: 'reorder',
    mistake: 'return refuseInet(state, address, port) → after if (port === 0)',
    why: 'The next guard answers what the first one would, since that has no other errno for an address of IPv4.',
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
    in: 'branch.ts socketOf',
    kind: 'condition',
    mistake: 'id === undefined || socket === undefined',
    why: 'A descriptor always refers to a socket that is there: the last one that is closed ends it.',
  },
  {
    in: 'rulesets.ts findRuleset',
    kind: 'condition',
    mistake: 'id === undefined || ruleset === undefined',
    why: 'A descriptor always refers to a ruleset that is there: rulesets stay.',
  },
  {
    in: 'hook.ts judgeUnspec',
    kind: 'drop',
    mistake: 'if (isInet6) return',
    why: 'An IPv6 socket never reads INADDR_ANY out of an address, so the next guard answers with the same errno.',
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
  ...(['drop', 'flip'] as const).map(kind => ({
    in: 'options.ts sctpOption',
    kind,
    mistake: "op.kind === 'bindx' ?",
    why: 'It only decides by which clause the same outcome is named.',
  })),
  {
    in: 'options.ts setsockopt',
    kind: 'reorder',
    mistake: "op.option) → after if (transport === 'udp'",
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
    in: 'send.ts send',
    kind: 'reorder',
    mistake: 'bytes : pieces) → after if (verdict',
    why: 'Landlock has no verdict on a stream unless that begins a connection by Fast Open.',
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
    in: 'unix-data.ts recvUnix',
    kind: 'reorder',
    mistake: "return recvMessage(state, id, socket) → after if (phase === 'connected')",
    why: 'A datagram socket is no stream, so that by either guard it receives a message.',
  },
  {
    in: 'unix-ends.ts shutUnix',
    kind: 'condition',
    mistake: 'there.wr || rd',
    why: 'Who sends looks at both ends, and what the other one shut down it says itself; when that is closed, both ways are shut here.',
  },
  {
    in: 'passing.ts takeFd',
    kind: 'condition',
    mistake: 'id === undefined || socket === undefined',
    why: 'A descriptor always refers to a socket that is there: the last one that is closed ends it.',
  },
  { in: 'rights.ts bitOf', kind: 'condition', mistake: 'bit > 63 → (', why: misspelt },
  { in: 'rights.ts bitOf', kind: 'condition', mistake: 'bit > 63 → bit > 64', why: misspelt },
  {
    in: 'rulesets.ts passedBits',
    kind: 'condition',
    mistake: "attr === null || attr === 'unmapped'",
    why: 'Both are answered before the bits are asked for; this is for the type checker.',
  },
  {
    in: 'rulesets.ts createRuleset',
    kind: 'reorder',
    mistake: "'create.too-small') → after if (bytes > 4096)",
    why: noneBoth('no size is below 8 and above 4096'),
  },
  {
    in: 'rulesets.ts createRuleset',
    kind: 'reorder',
    mistake: "'create.unmapped') → after if (bits.some(bit => bit >= known))",
    why: noneBoth('where no memory is, there are no bits'),
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
    in: 'rulesets.ts addNetPort',
    kind: 'condition',
    mistake: 'bit > 30 →',
    why: 'No ABI has a network right at bit 30 or 31, so no ruleset handles one.',
  },
  {
    in: 'rulesets.ts addPathBeneath',
    kind: 'condition',
    mistake: 'bit > 30 →',
    why: 'No ABI has a file system right at bit 30 or 31, so no ruleset handles one.',
  },
  {
    in: 'rulesets.ts addRule',
    kind: 'reorder',
    mistake: 'addPathBeneath(state, op, found) → after if (proposed',
    why: noneBoth('no design proposes the rule type of paths'),
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
]
