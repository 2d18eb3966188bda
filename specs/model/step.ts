import { tellGrants } from '../designs/granted.js'
import type { OpKind, OpOf } from '../program.js'
import type { Target } from '../target.js'
import { steps as audit } from './audit.js'
import { steps as bind } from './bind.js'
import { type Branch, type ModelStep, unmodelled } from './branch.js'
import { steps as connect } from './connect.js'
import { steps as data } from './data.js'
import { steps as enforce } from './enforce.js'
import { steps as events } from './events.js'
import { steps as groups } from './groups.js'
import { steps as listen } from './listen.js'
import { steps as namespaces } from './namespaces.js'
import { steps as options } from './options.js'
import { signalling } from './owners.js'
import { steps as passing } from './passing.js'
import { namesNoPort } from './ports.js'
import { steps as races } from './races.js'
import { byRoute } from './route.js'
import { steps as rulesetFds } from './ruleset-fds.js'
import { steps as rulesets } from './rulesets.js'
import { filtered, steps as seccomp } from './seccomp.js'
import { steps as send } from './send.js'
import { steps as siblings } from './siblings.js'
import { steps as signals } from './signals.js'
import { steps as sockets } from './sockets.js'
import type { State } from './state.js'
import { steps as tracing } from './tracing.js'
import { steps as witnesses } from './witnesses.js'

type StepOf<K extends OpKind> = (target: Target, state: State, op: OpOf<K>) => readonly Branch[]

/** What every op does, family by family. */
const steps: { readonly [K in OpKind]: StepOf<K> } = {
  ...audit,
  ...bind,
  ...connect,
  ...data,
  ...enforce,
  ...events,
  ...groups,
  ...listen,
  ...namespaces,
  ...options,
  ...passing,
  ...races,
  ...rulesets,
  ...rulesetFds,
  ...seccomp,
  ...send,
  ...siblings,
  ...signals,
  ...sockets,
  ...tracing,
  ...witnesses,
}

const bySyscall: ModelStep = (target, state, op) => {
  if (!state.processes.has(op.actor ?? 0)) return unmodelled('actor.none')
  if (namesNoPort(state, op)) return unmodelled('port.none')
  // The step of a kind takes the ops of that kind, which TypeScript does not tell of a union.
  return tellGrants(steps[op.kind](target, state, op as never), state, op)
}

/** The reference model of Landlock's network rights, one op at a time. */
export const step: ModelStep = signalling(byRoute(filtered(bySyscall)))
