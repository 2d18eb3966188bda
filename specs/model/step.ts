import type { OpOf } from '../program.js'
import { readAudit, withDenial } from './audit.js'
import { bind } from './bind.js'
import { type Branch, fail, ok, outside, processOf, type Step } from './branch.js'
import { connect } from './connect.js'
import { dup, recv, shutdown } from './data.js'
import { dropCaps, noNewPrivs, restrictSelf } from './enforce.js'
import { accept, close, fork, getpeername, getsockname, listen } from './listen.js'
import { setns, unshare } from './namespaces.js'
import { getsockopt, sctpOption, setsockopt } from './options.js'
import { receiveFd, sendFd, takeFd, takeFile } from './passing.js'
import { namesNoPort } from './ports.js'
import { race } from './races.js'
import { byRoute } from './route.js'
import { addRule, createRuleset, query } from './rulesets.js'
import { scopeDenial } from './scope.js'
import { filtered, seccomp } from './seccomp.js'
import { sendto } from './send.js'
import { socket, socketpair } from './sockets.js'
import type { State } from './state.js'

/** open(2): what file rights make of it is not for this model to say. */
const open = (state: State, op: OpOf<'open'>): readonly Branch[] => {
  const judges = processOf(state, op)?.layers.some(layer => layer.handledFs !== 0)
  return judges ? outside : ok(state, 'witness.open')
}

/** kill(2) with signal 0: what a signal scope keeps in is any signal to a process of another domain. */
const kill = (state: State, op: OpOf<'kill'>): readonly Branch[] => {
  const target = state.processes.get(op.target)
  const layers = processOf(state, op)?.layers ?? []
  if (target === undefined) return outside
  const denial = scopeDenial(layers, target.layers, 'signal', [`to=${op.target}`])
  return denial === null
    ? ok(state, 'witness.kill')
    : fail(withDenial(state, denial), 'EPERM', 'signal.scoped')
}

const bySyscall: Step = (target, state, op) => {
  if (!state.processes.has(op.actor ?? 0) || namesNoPort(state, op)) return outside
  switch (op.kind) {
    case 'socket':
      return socket(target, state, op)
    case 'socketpair':
      return socketpair(target, state, op)
    case 'bind':
      return bind(target, state, op)
    case 'connect':
      return connect(target, state, op)
    case 'listen':
      return listen(target, state, op)
    case 'accept':
      return accept(target, state, op)
    case 'sendto':
      return sendto(target, state, op)
    case 'recv':
      return recv(target, state, op)
    case 'shutdown':
      return shutdown(target, state, op)
    case 'dup':
      return dup(target, state, op)
    case 'setsockopt':
      return setsockopt(target, state, op)
    case 'bindx':
    case 'connectx':
      return sctpOption(target, state, op)
    case 'getsockname':
      return getsockname(target, state, op)
    case 'getpeername':
      return getpeername(target, state, op)
    case 'getsockopt':
      return getsockopt(target, state, op)
    case 'close':
      return close(target, state, op)
    case 'create_ruleset':
      return createRuleset(target, state, op)
    case 'query':
      return query(target, state, op)
    case 'add_rule':
      return addRule(target, state, op)
    case 'restrict_self':
      return restrictSelf(target, state, op)
    case 'seccomp':
      return seccomp(target, state, op)
    case 'no_new_privs':
      return noNewPrivs(target, state, op)
    case 'drop_caps':
      return dropCaps(target, state, op)
    case 'fork':
      return fork(target, state, op)
    case 'open':
      return open(state, op)
    case 'kill':
      return kill(state, op)
    case 'unshare':
      return unshare(target, state, op)
    case 'setns':
      return setns(target, state, op)
    case 'race':
      return race(target, state, op)
    case 'send_fd':
      return sendFd(target, state, op)
    case 'receive_fd':
      return receiveFd(target, state, op)
    case 'take_fd':
      return takeFd(target, state, op)
    case 'take_file':
      return takeFile(state, op)
    case 'read_audit':
      return readAudit(state)
  }
}

/** The reference model of Landlock's network rights, one op at a time. */
export const step: Step = byRoute(filtered(bySyscall))
