import { type Story, tell } from '../../specs/contrast/stories.js'
import { type ClauseId, clauses } from '../../specs/model/clauses.js'
import type { Op, OpKind } from '../../specs/program.js'
import type { Target } from '../../specs/target.js'
import { programId } from '../codec.js'
import type { Parting } from '../compare/parting.js'
import type { Pair } from '../compare.js'
import type { Deciding } from '../report/comparison.js'
import type { Told, Way } from '../report/contrast.js'
import { describe } from '../words.js'
import { words } from './compared.js'

/** Steps that are no call by a name of their own. */
const calls: Readonly<Partial<Record<OpKind, string>>> = {
  sendto: 'sending',
  recv: 'receiving',
  send_fd: 'passing by SCM_RIGHTS',
  receive_fd: 'taking by SCM_RIGHTS',
  take_fd: 'pidfd_getfd(2)',
}

const callWords = (op: Op | undefined): string => {
  if (op === undefined) return 'it'
  if (op.kind === 'sendto' && op.fastopen) return 'TCP Fast Open'
  return calls[op.kind] ?? `${op.kind}(2)`
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** What two sides answer differently: a call on a socket and where it stands, or an op that uses something of landlock.h. */
export function action({ story }: Parting): string {
  const { kind, history, policy, before, after, calls } = story
  const op = [...before, ...after, ...calls].at(-1)
  if (op !== undefined && (kind === null || history === null)) return describe(op)
  const where = policy === null ? '' : `Where the sandbox ${policy.says}, `
  return capital(`${where}${callWords(op)} of ${kind?.says} ${history?.says}`)
}

/** What differs, and how, in one sentence. */
export function sentence(parting: Parting, targets: Pair<Target>, names: Pair<string>): string {
  const { outcomes, cause } = parting
  const given = `${outcomes[0]} in ${names[0]}, ${outcomes[1]} in ${names[1]}`
  const why = cause === null ? '' : `; ${words(cause, targets, undefined).says}`
  return `${action(parting)} gives ${given}${why}.`
}

/** A clause with what it says. */
export const deciding = (clause: ClauseId): Deciding => ({ clause, ...clauses[clause] })

const toldOf = (story: Story, targets: Pair<Target>): Told => {
  const { before, after, calls } = story
  const sandboxOn = (target: Target): readonly Op[] => {
    const { ops } = tell(target, story)
    return ops.slice(before.length, ops.length - after.length - calls.length)
  }
  return {
    before,
    sandboxes: [sandboxOn(targets[0]), sandboxOn(targets[1])],
    after: [...after, ...calls],
  }
}

/** One parting as a way to a difference. */
export const wayOf = ({ story, programs }: Parting, targets: Pair<Target>): Way => ({
  name: story.history?.name ?? '',
  says: story.history?.says ?? '',
  programs: [programId(programs[0]), programId(programs[1])],
  told: toldOf(story, targets),
  guests: null,
})
