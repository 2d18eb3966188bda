import { exclusiveGuards } from './exclusive-guards.js'
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

const misspelt = 'It throws at a misspelt right, which is a bug of a law and no answer.'

/** Every reviewed entry. */
export const equivalents: readonly Equivalent[] = [
  ...exclusiveGuards,
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
    in: 'owners.ts withRaised',
    kind: 'condition',
    mistake: '(socket === undefined && now === undefined)',
    why: 'Who is closed, or was just made, has no owner.',
  },
  {
    in: 'bind.ts bind',
    kind: 'forget',
    mistake: "'bind.twice') → fail(state",
    why: 'No kernel that traces what it asks rules judges MPTCP.',
  },
  {
    in: 'branch.ts listed',
    kind: 'drop',
    mistake: '[made] : made → made',
    why: 'Where lists are joined, a branch stands for the list of itself.',
  },
  {
    in: 'vsock.ts leaving',
    kind: 'condition',
    mistake: 'other === null && ',
    why: 'A socket that is closed is looked at by nobody.',
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
    in: 'options.ts sctpOption',
    kind: 'drop',
    mistake: "→ bindOpaque(state, { process, found }, op, 'opaque.bindx')",
    why: 'It only decides by which clause the same outcome is named.',
  },
  {
    in: 'listen.ts listen',
    kind: 'drop',
    mistake: "'listen.unix-connected') →",
    why: 'It only decides by which clause the same outcome is named: some kernels are known to give another one there.',
  },
  {
    in: 'send.ts send',
    kind: 'reorder',
    mistake: 'bytes : pieces) → after if (verdict',
    why: 'Landlock has no verdict on a stream unless that begins a connection by Fast Open.',
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
]
