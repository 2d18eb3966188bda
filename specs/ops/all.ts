import { ops as audit } from './audit.js'
import { ops as bind } from './bind.js'
import { ops as data } from './data.js'
import { ops as enforce } from './enforce.js'
import { ops as listen } from './listen.js'
import { ops as namespaces } from './namespaces.js'
import type { Description } from './op.js'
import { ops as options } from './options.js'
import { ops as passing } from './passing.js'
import { ops as races } from './races.js'
import { ops as rulesetFds } from './ruleset-fds.js'
import { ops as rulesets } from './rulesets.js'
import { ops as seccomp } from './seccomp.js'
import { ops as send } from './send.js'
import { ops as siblings } from './siblings.js'
import { ops as signals } from './signals.js'
import { ops as sockets } from './sockets.js'
import { ops as tracing } from './tracing.js'
import { ops as witnesses } from './witnesses.js'

/** Every op that there is, family by family: a new family has its line here, and its steps one in specs/model/step.ts. */
export const ops = [
  ...sockets,
  ...bind,
  ...listen,
  ...send,
  ...data,
  ...options,
  ...rulesets,
  ...rulesetFds,
  ...enforce,
  ...seccomp,
  ...witnesses,
  ...signals,
  ...races,
  ...siblings,
  ...namespaces,
  ...passing,
  ...tracing,
  ...audit,
] as const

export type OpKind = (typeof ops)[number]['kind']

const all: readonly Description[] = ops

/** The descriptions by the kinds of their ops. */
// Every kind is that of one of them.
export const descriptions = Object.fromEntries(all.map(one => [one.kind, one])) as Readonly<
  Record<OpKind, Description>
>
