import fc from 'fast-check'
import {
  addPathRule,
  connectName,
  create,
  enforce,
  program,
  sendName,
  unix,
  unixServer,
  unixTypes,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { lastOf, stepsOf } from '../trace.js'
import { fsRights } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

const allowDirectory = addPathRule(0, ['resolve_unix'])

/** With RESOLVE_UNIX handled, a path socket made outside needs a rule for its directory: EACCES without one. */
export const pathsAreResolvedByDomainAndRule: Spec = {
  name: 'paths-are-resolved-by-domain-and-rule',
  applies: ({ abi }) => abi >= fsRights.resolve_unix.abi,
  programs: target =>
    fc
      .record({
        type: fc.constantFrom(...unixTypes),
        outside: fc.boolean(),
        ruled: fc.boolean(),
        sends: fc.boolean(),
        name: fc.constantFrom('/s' as const, '@s' as const),
      })
      .filter(({ type, sends }) => type === 'SOCK_DGRAM' || !sends)
      .map(({ type, outside, ruled, sends, name }) => {
        const serve = unixServer(0, name, type)
        const restrict: readonly Op[] = [
          create(target, 0, { handled_access_fs: ['resolve_unix'] }),
          ...(ruled ? [allowDirectory] : []),
          enforce(0),
        ]
        const reach = [unix(1, type), sends ? sendName(1, name) : connectName(1, name)]
        return outside ? program(serve, restrict, reach) : program(restrict, serve, reach)
      }),
  holds(trace) {
    const isOutside = trace[0]?.op.kind === 'socket'
    const isRuled = stepsOf(trace, 'add_rule').length > 0
    const isPath = trace.some(
      ({ op }) => op.kind === 'bind' && 'name' in op.address && op.address.name.startsWith('/'),
    )
    return lastOf(trace, 'connect', 'sendto') === (isOutside && isPath && !isRuled ? 'EACCES' : 'OK')
  },
  refutedBy: withOutcome('EACCES', op => op.kind === 'connect' || op.kind === 'sendto'),
}
