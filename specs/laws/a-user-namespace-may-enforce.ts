import fc from 'fast-check'
import { unshare } from '../arbitrary/namespaces.js'
import { by, create, enforce, exercise, program, rightsOf, unix } from '../arbitrary/ops.js'
import type { Op, Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

const drop: Op = { kind: 'drop_caps' }

/** What asks for no capability is made without any, and what asks for CAP_NET_ADMIN over the network is not. */
const key: Op = { kind: 'socket', as: 2, domain: 'AF_KEY', type: 'SOCK_RAW', protocol: 'IPPROTO_IP' }

const attempts = (target: Target, forks: boolean): Program =>
  program(
    create(target, 0, { handled_access_net: rightsOf(target) }),
    drop,
    enforce(0),
    // Whoever may be signalled has no further thread by that, which would keep it from a user namespace.
    forks
      ? [
          { kind: 'fork', child: 1 },
          { kind: 'kill', target: 1 },
        ]
      : [],
    by(
      forks ? 1 : 0,
      unshare('user'),
      enforce(0),
      exercise('bind_tcp', 0, 'a'),
      drop,
      enforce(0),
      unix(1),
      key,
    ),
  )

const everyAttempt = (target: Target): readonly Program[] =>
  [true, false].map(forks => attempts(target, forks))

/**
 * Enforcing asks for CAP_SYS_ADMIN in the process's own user namespace: who has none gets it by a new one, even without
 * no_new_privs, and is refused again once it is given up there.
 */
export const aUserNamespaceMayEnforce: Spec = {
  name: 'a-user-namespace-may-enforce',
  programs: target => fc.constantFrom(...everyAttempt(target)),
  always: everyAttempt,
  holds(trace) {
    const outcomes = stepsOf(trace, 'restrict_self', 'bind').map(({ outcome }) => outcome)
    const [own, key] = stepsOf(trace, 'socket').slice(-2)
    return outcomes.join() === 'EPERM,OK,EACCES,EPERM' && own?.outcome === 'OK' && key?.outcome !== 'OK'
  },
  refutedBy: withOutcome('EPERM', op => op.kind === 'restrict_self'),
}
