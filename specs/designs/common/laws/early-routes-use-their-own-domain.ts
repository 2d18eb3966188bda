import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, bind, byRoute, tcp } from '../../../arbitrary/ops.js'
import type { Route } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { creationLayer, kinds, knows, open, socketLayer } from '../../ops.js'

const early: readonly Route[] = ['early_thread', 'early_sqpoll', 'early_personality']

const casesOf = (target: Target): readonly EndingCase[] => [
  ...(knows(target, 'create')
    ? early.map(
        (route): EndingCase => ({
          ops: [creationLayer(target, 0), byRoute(open(0, kinds.tcp), route)],
          ends: 'OK',
        }),
      )
    : []),
  ...(knows(target, 'protocol')
    ? early.map(
        (route): EndingCase => ({
          ops: [tcp(0), socketLayer(target, 0, ['protocol']), byRoute(bind(0, at('a')), route)],
          ends: 'OK',
        }),
      )
    : []),
  ...(knows(target, 'use')
    ? [
        ...early.map(
          (route): EndingCase => ({
            ops: [tcp(0), socketLayer(target, 0, ['use']), byRoute(bind(0, at('a')), route)],
            ends: 'OK',
          }),
        ),
        // What somebody outside of the sandbox opens is from outside.
        ...early.map(
          (route): EndingCase => ({
            ops: [socketLayer(target, 0, ['use']), byRoute(tcp(0), route), bind(0, at('a'))],
            ends: 'EACCES',
          }),
        ),
      ]
    : []),
]

/** A thread, a ring or credentials from before the sandbox are free of it, as with merged rights; what they open comes from outside. */
export const earlyRoutesUseTheirOwnDomain: Spec = {
  name: 'early-routes-use-their-own-domain',
  applies: ({ designs }) => designs.length > 0,
  ...ending(casesOf),
}
