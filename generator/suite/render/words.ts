import { type Op, type Race, type Route, routeOf } from '../../../specs/program.js'
import { addRule, createRuleset, listed, restrictSelf } from './landlock-words.js'
import { place, sendto, setsockopt, shutdown, socketKind } from './socket-words.js'

/** What a step does, as a sentence in the third person; in a program of several actors it says who does it. */
export function sentenceOf(op: Op, hasActors: boolean): string {
  const route = routeOf(op)
  const action = route === undefined ? actionOf(op) : `${actionOf(op)}, ${routeWords[route]}`
  const words = hasActors ? `actor ${op.actor ?? 0} ${action}` : action
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

const routeWords: Readonly<Record<Route, string>> = {
  io_uring: 'by io_uring',
  io_uring_fixed: 'by io_uring with a registered descriptor',
  io_uring_async: 'by a worker of io_uring',
  io_uring_sqpoll: 'by io_uring with a submitting thread',
  io_uring_personality: 'by io_uring with its own credentials registered',
  early_io_uring: 'by the ring that was made first',
  early_sqpoll: 'by the submitting thread that was made first',
  early_personality: 'by io_uring with the credentials that were registered first',
  compat: 'by a system call of 32 bits',
  socketcall: 'by socketcall(2)',
  thread: 'by a new thread',
  early_thread: 'by the thread that was made first',
  fork: 'by a child of fork(2)',
  vfork: 'by a child of vfork(2)',
  exec: 'by a child after execve(2)',
}

const raceWords: Readonly<Record<Race, string>> = {
  addrform_send: 'sends to a port that is denied while IPV6_ADDRFORM turns the socket',
  reuseport_autobind: 'binds with SO_REUSEPORT while a datagram needs a port',
  add_rule_restrict: 'adds rules while a thread enforces the ruleset',
}

const namespaces = { user: 'user', net: 'network' } as const

function actionOf(op: Op): string {
  switch (op.kind) {
    case 'socket':
      return `opens socket ${op.as}: ${socketKind(op)}`
    case 'socketpair':
      return `opens a pair of sockets: ${socketKind(op)}`
    case 'bind':
      return `binds socket ${op.socket} to ${place(op.address)}`
    case 'connect':
      return `connects socket ${op.socket} to ${place(op.address)}`
    case 'bindx':
      return `binds socket ${op.socket} to ${place(op.address)}, by an option of SCTP`
    case 'connectx':
      return `connects socket ${op.socket} to ${place(op.address)}, by an option of SCTP`
    case 'listen':
      return `listens on socket ${op.socket}`
    case 'accept':
      return `accepts a connection to socket ${op.socket} as socket ${op.as}`
    case 'sendto':
      return sendto(op)
    case 'recv':
      return `receives a byte on socket ${op.socket}`
    case 'shutdown':
      return shutdown(op)
    case 'dup':
      return `duplicates socket ${op.socket} as socket ${op.as}`
    case 'setsockopt':
      return setsockopt(op)
    case 'getsockname':
      return `asks for the port of socket ${op.socket}`
    case 'getsockopt':
      return `asks for the type of socket ${op.socket}`
    case 'getpeername':
      return `asks for the peer of socket ${op.socket}`
    case 'close':
      return `closes socket ${op.socket}`
    case 'create_ruleset':
      return createRuleset(op)
    case 'query':
      return op.what === 'abi' ? 'asks for the ABI' : 'asks for the errata'
    case 'add_rule':
      return addRule(op)
    case 'restrict_self':
      return restrictSelf(op)
    case 'seccomp':
      return `has a seccomp filter answer ${op.call}(2) with ${op.errno}`
    case 'no_new_privs':
      return 'sets no_new_privs'
    case 'drop_caps':
      return `drops all capabilities${op.keep?.length ? ` but ${listed(op.keep)}` : ''}`
    case 'fork':
      return `forks actor ${op.child}`
    case 'open':
      return `opens ${op.path} for ${op.access === 'O_RDONLY' ? 'reading' : 'writing'}`
    case 'kill':
      return `sends signal 0 to actor ${op.target}`
    case 'unshare':
      return `enters a ${namespaces[op.what]} namespace of its own`
    case 'setns':
      return `enters the ${namespaces[op.what]} namespace of actor ${op.of}`
    case 'race':
      return `${raceWords[op.pair]}, ${op.tries} times`
    case 'send_fd':
      return `sends socket ${op.socket} to the mailbox`
    case 'receive_fd':
      return `receives socket ${op.as} out of the mailbox`
    case 'take_fd':
      return `takes socket ${op.socket} of actor ${op.from} as socket ${op.as}`
    case 'take_file':
      return `takes a descriptor of /dev/null from actor ${op.from}`
    case 'read_audit':
      return 'reads what Landlock logged'
  }
}
