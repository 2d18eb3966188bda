import { programOf, type Story } from '../../../specs/contrast/stories.js'
import { type ClauseId, clauses } from '../../../specs/model/clauses.js'
import type { Op, OpKind } from '../../../specs/program.js'
import type { Target } from '../../../specs/target.js'
import type { Deciding } from '../../report/comparison-result.js'
import type { ContrastSteps, Witness } from '../../report/contrast.js'
import { programId } from '../../suite/codec.js'
import { describe } from '../../suite/describe.js'
import type { Pair } from '../changes.js'
import { describeCause } from '../describe-changes.js'
import type { DivergencePoint } from '../divergence-point.js'

/** A call with what stands between it and its socket; of a call by its own name `bind(2) on`. */
const calls: Readonly<Partial<Record<OpKind, string>>> = {
  socket: 'socket(2) for',
  socketpair: 'socketpair(2) for',
  send_fd: 'sendmsg(2) with SCM_RIGHTS of',
  receive_fd: 'recvmsg(2) with SCM_RIGHTS of',
  take_fd: 'pidfd_getfd(2) of',
  dup: 'dup(2) of',
}

const callWords = (op: Op): string => {
  if (op.kind === 'sendto' && op.fastopen) return 'sendto(2) with MSG_FASTOPEN on'
  return calls[op.kind] ?? `${op.kind}(2) on`
}

/** Calls by which a socket comes to be there need no further word about that. */
const isArrival = ({ kind }: Op): boolean =>
  kind === 'socket' || kind === 'socketpair' || kind === 'receive_fd' || kind === 'take_fd'

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** What two sides answer differently: a call on a socket and where it stands, or an op that uses something of landlock.h. */
export function action({ story }: DivergencePoint): string {
  const { kind, history, policy, before, after, calls } = story
  const op = [...before, ...after, ...calls].at(-1)
  if (op === undefined) throw new Error('a parting without a step')
  if (kind === null || history === null) return describe(op)
  const where = policy === null ? '' : `Where the sandbox ${policy.says}, `
  const which = isArrival(op) ? kind.says : `${kind.says} ${history.says}`
  return capital(`${where}${callWords(op)} ${which}`)
}

/** What differs, and how, in one sentence. */
export function sentence(point: DivergencePoint, targets: Pair<Target>, names: Pair<string>): string {
  const { outcomes, cause } = point
  const given = `${outcomes[0]} in ${names[0]}, ${outcomes[1]} in ${names[1]}`
  const why = cause === null ? '' : `; ${describeCause(cause, targets, undefined).says}`
  return `${action(point)} gives ${given}${why}.`
}

/** A clause with what it says. */
export const deciding = (clause: ClauseId): Deciding => ({ clause, ...clauses[clause] })

const describedSteps = (story: Story, targets: Pair<Target>): ContrastSteps => {
  const { before, after, calls } = story
  const sandboxOn = (target: Target): readonly Op[] => {
    const { ops } = programOf(target, story)
    return ops.slice(before.length, ops.length - after.length - calls.length)
  }
  return {
    before,
    sandboxes: [sandboxOn(targets[0]), sandboxOn(targets[1])],
    after: [...after, ...calls],
  }
}

/** One parting as a way to a difference. */
export const wayOf = ({ story, programs }: DivergencePoint, targets: Pair<Target>): Witness => ({
  name: story.history?.name ?? '',
  says: story.history?.says ?? '',
  programs: [programId(programs[0]), programId(programs[1])],
  told: describedSteps(story, targets),
  guests: null,
})
