import { deny } from '../designs/judge.js'
import { judgeUse, mailboxEnd } from '../designs/socket-fd/model.js'
import type { OpOf } from '../program.js'
import type { Target } from '../target.js'
import { actorOf, type Branch, fail, ok, processOf, unmodelled } from './branch.js'
import { type State, withProcess, withRulesetFd } from './state.js'
import { traceDenied } from './tracing.js'

/** One more descriptor of a ruleset: as dup(2) and recvmsg(2) make it, it stays open in execve(2). */
const given = (
  state: State,
  op: OpOf<'dup_ruleset' | 'receive_ruleset' | 'take_ruleset'>,
  id: number,
): State => withRulesetFd(state, actorOf(op), op.as, { id, closesOnExec: false })

/** dup(2). */
const dupRuleset = (_target: Target, state: State, op: OpOf<'dup_ruleset'>): readonly Branch[] => {
  const id = processOf(state, op)?.rulesets.get(op.ruleset)?.id
  return id === undefined ? fail(state, 'EBADF', 'fd.not-open') : ok(given(state, op, id), 'ruleset-fd.same')
}

/** close(2). */
const closeRuleset = (_target: Target, state: State, op: OpOf<'close_ruleset'>): readonly Branch[] => {
  const rulesets = new Map(processOf(state, op)?.rulesets)
  return rulesets.delete(op.ruleset)
    ? ok(withProcess(state, actorOf(op), { rulesets }), 'close.ok')
    : fail(state, 'EBADF', 'fd.not-open')
}

/** sendmsg(2) with SCM_RIGHTS; what is proposed for descriptors of sockets judges the mailbox alone. */
const sendRuleset = (_target: Target, state: State, op: OpOf<'send_ruleset'>): readonly Branch[] => {
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const unusable = judgeUse(process.layers, mailboxEnd, 'send')
  if (unusable !== null) return deny(state, unusable)
  const id = process.rulesets.get(op.ruleset)?.id
  if (id === undefined) return fail(state, 'EBADF', 'fd.not-open')
  return ok({ ...state, mailbox: [...state.mailbox, { kind: 'ruleset', id }] }, 'ruleset-fd.passed')
}

/** recvmsg(2) with SCM_RIGHTS, without waiting. */
const receiveRuleset = (_target: Target, state: State, op: OpOf<'receive_ruleset'>): readonly Branch[] => {
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const unusable = judgeUse(process.layers, mailboxEnd, 'recv')
  if (unusable !== null) return deny(state, unusable)
  const [oldest, ...mailbox] = state.mailbox
  if (oldest === undefined) return fail(state, 'EAGAIN', 'pass.empty')
  if (oldest.kind !== 'ruleset') return unmodelled('pass.other-kind')
  return ok(given({ ...state, mailbox }, op, oldest.id), 'ruleset-fd.passed')
}

/** pidfd_getfd(2): whether the process may be looked into, then whether the descriptor is open (pid.c: __pidfd_fget). */
const takeRuleset = (_target: Target, state: State, op: OpOf<'take_ruleset'>): readonly Branch[] => {
  const taker = processOf(state, op)
  const owner = state.processes.get(op.from)
  if (taker === undefined || owner === undefined) return unmodelled('actor.none')
  const denied = traceDenied(state, taker, { target: owner, actor: op.from })
  if (denied !== null) return denied
  const id = owner.rulesets.get(op.ruleset)?.id
  if (id === undefined) return fail(state, 'EBADF', 'pass.not-open')
  return ok(given(state, op, id), 'ruleset-fd.passed')
}

/** What the ops of this family do. */
export const steps = {
  dup_ruleset: dupRuleset,
  close_ruleset: closeRuleset,
  send_ruleset: sendRuleset,
  receive_ruleset: receiveRuleset,
  take_ruleset: takeRuleset,
}
