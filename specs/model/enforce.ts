import { noDescriptor } from '../ops/values.js'
import type { Op, OpOf } from '../program.js'
import type { Target } from '../target.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { actorOf, type Branch, fail, ok, processOf, unmodelled } from './branch.js'
import type { ClauseId } from './clauses.js'
import { withMade } from './events.js'
import { findRuleset } from './rulesets.js'
import { handlesFiles } from './siblings.js'
import { type Layer, type Process, type State, withProcess } from './state.js'

/** LANDLOCK_MAX_NUM_LAYERS of security/landlock/limits.h. */
export const maxLayers = 16

const flag = (name: keyof typeof restrictSelfFlags): number => 1 << restrictSelfFlags[name].bit

const knownFlags = (abi: number): number =>
  Object.values(restrictSelfFlags).reduce(
    (mask, { bit, abi: since }) => (since <= abi ? mask | (1 << bit) : mask),
    0,
  )

const checkFlags = (target: Target, state: State, flags: number): readonly Branch[] | null =>
  (flags & ~knownFlags(target.abi)) === 0 ? null : fail(state, 'EINVAL', 'restrict.unknown-flags')

const checkPrivilege = (state: State, process: Process, flags: number): readonly Branch[] | null => {
  const may =
    process.noNewPrivs ||
    process.capabilities.includes('CAP_SYS_ADMIN') ||
    (flags & flag('no_new_privs')) !== 0
  return may ? null : fail(state, 'EPERM', 'restrict.unprivileged')
}

/** What keeps all from being logged that a new layer denies, whoever acts. */
const muteOf = ({ abi }: Target, { muted }: Process): ClauseId | null => {
  if (abi < restrictSelfFlags.log_same_exec_off.abi) return 'audit.before-abi-7'
  return muted ? 'audit.subdomains-off' : null
}

const sameMute = (flags: number): ClauseId | null =>
  (flags & flag('log_same_exec_off')) === 0 ? null : 'audit.same-exec-off'

const laterMute = (flags: number): ClauseId | null =>
  (flags & flag('log_new_exec_on')) === 0 ? 'audit.new-exec-off' : null

const addLayer = (
  target: Target,
  state: State,
  op: OpOf<'restrict_self'>,
  process: Process,
): readonly Branch[] => {
  const { flags = 0 } = op
  const found = findRuleset(state, process, op.ruleset)
  if (found === 'not-open') return fail(state, 'EBADF', 'restrict.not-open')
  if (found === 'not-ruleset') return fail(state, 'EBADFD', 'restrict.not-ruleset')
  if (process.layers.length >= maxLayers) return fail(state, 'E2BIG', 'restrict.too-many-layers')
  const mute = muteOf(target, process)
  const silent = { same: mute ?? sameMute(flags), later: mute ?? laterMute(flags) }
  const layer: Layer = { ...found.ruleset, silent, by: actorOf(op) }
  const layers = [...process.layers, layer]
  const noNewPrivs = process.noNewPrivs || (flags & flag('no_new_privs')) !== 0
  const muted = process.muted || (flags & flag('log_subdomains_off')) !== 0
  const made = withMade(state, found.id, { layers, noNewPrivs })
  const next = withProcess(made, actorOf(op), { layers, noNewPrivs, muted })
  return isForAllThreads(op) ? ok(handedOn(next, op), 'restrict.all-threads') : ok(next, 'restrict.ok')
}

/** Whether what a thread does to itself is done to all of its process. */
export const isForAllThreads = (op: Op): boolean =>
  op.kind === 'restrict_self' && ((op.flags ?? 0) & flag('tsync')) !== 0

/** The other threads have the domain of the caller, whether it is logged and no_new_privs, and keep their capabilities. */
const handedOn = (state: State, op: Op): State => {
  const process = processOf(state, op)
  if (process === undefined) return state
  const { layers, muted, early } = process
  const noNewPrivs = early.noNewPrivs || process.noNewPrivs
  return withProcess(state, actorOf(op), { early: { ...early, layers, muted, noNewPrivs } })
}

/** A slot that nothing was put into is -1, too. */
const isNone = ({ rulesets }: Process, { ruleset }: OpOf<'restrict_self'>): boolean =>
  ruleset === 'none' || (typeof ruleset === 'number' && ruleset !== noDescriptor && !rulesets.has(ruleset))

/** Without a ruleset only the logging of subdomains can be switched off, on newer kernels for all threads at once. */
const isMute = ({ behaviours }: Target, flags: number): boolean => {
  const tsync = behaviours.includes('mute_with_tsync') ? flag('tsync') : 0
  return (flags & ~tsync) === flag('log_subdomains_off')
}

/**
 * landlock_restrict_self(2).
 * Order: flags and privilege (which of them first differs between kernels), then the descriptor, then the number of layers.
 */
const restrictSelf = (target: Target, state: State, op: OpOf<'restrict_self'>): readonly Branch[] => {
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  if (state.looks && handlesFiles(state)) return unmodelled('look.denied')
  const { flags = 0 } = op
  const wrongFlags = checkFlags(target, state, flags)
  const noPrivilege = checkPrivilege(state, process, wrongFlags === null ? flags : 0)
  const refused = target.behaviours.includes('flags_before_privilege')
    ? (wrongFlags ?? noPrivilege)
    : (noPrivilege ?? wrongFlags)
  if (refused !== null) return refused
  if (isNone(process, op) && isMute(target, flags)) {
    const muted = target.behaviours.includes('early_mute') || process.layers.length > 0
    const next = withProcess(state, actorOf(op), { muted })
    return isForAllThreads(op)
      ? ok(handedOn(next, op), 'restrict.all-threads')
      : ok(next, 'restrict.mute-only')
  }
  return addLayer(target, state, op, process)
}

/** prctl(PR_SET_NO_NEW_PRIVS). */
const noNewPrivs = (_target: Target, state: State, op: OpOf<'no_new_privs'>): readonly Branch[] =>
  ok(withProcess(state, actorOf(op), { noNewPrivs: true }), 'actor.no-new-privs')

/** capset(2) to nothing, or to what is kept of what is there. */
const dropCaps = (_target: Target, state: State, op: OpOf<'drop_caps'>): readonly Branch[] => {
  const kept = (processOf(state, op)?.permitted ?? []).filter(
    one => one !== 'others' && op.keep?.includes(one),
  )
  return ok(withProcess(state, actorOf(op), { capabilities: kept, permitted: kept }), 'actor.drop-caps')
}

/** capset(2) of what is effective, as far as it is permitted. */
const lowerCaps = (_target: Target, state: State, op: OpOf<'lower_caps'>): readonly Branch[] => {
  const raised = (processOf(state, op)?.permitted ?? []).filter(
    one => one === 'others' || !op.caps.includes(one),
  )
  return ok(withProcess(state, actorOf(op), { capabilities: raised }), 'actor.lower-caps')
}

/** What the ops of this family do. */
export const steps = {
  restrict_self: restrictSelf,
  no_new_privs: noNewPrivs,
  drop_caps: dropCaps,
  lower_caps: lowerCaps,
}
