import type { Outcome } from './outcome.js'
import type { Trace } from './trace.js'

/**
 * A record of what Landlock logs, as `read_audit` observes it. They stand behind each other with `+` between them:
 * `deny(1,net.bind_tcp,saddr=127.0.0.1,src=a)+alloc(1,by=0)`, or there are `none`.
 * - `deny`: the number of the domain that denied, what blocked, and where: addresses and ports of the socket itself and of
 *   the call, the path of a UNIX socket, the actor that a signal was sent to. Fields that are zero are left out by the kernel.
 * - `alloc`: the number of a domain that shows up for the first time, and who made it.
 */
type LogRecord = {
  readonly kind: 'deny' | 'alloc'
  readonly domain: number
  readonly about: readonly string[]
}

/** The records of an outcome of `read_audit`; what is no list of records, such as that some were lost, has none. */
export const recordsOf = (outcome: Outcome): readonly LogRecord[] =>
  outcome.split('+').flatMap(text => {
    const [, kind, domain, about = ''] = /^=?(deny|alloc)\((\d+),(.*)\)$/.exec(text) ?? []
    return kind === 'deny' || kind === 'alloc'
      ? [{ kind, domain: Number(domain), about: about.split(',') }]
      : []
  })

/** Every record of a trace, in order. */
export const logOf = (trace: Trace): readonly LogRecord[] =>
  trace.flatMap(({ op, outcome }) => (op.kind === 'read_audit' ? recordsOf(outcome) : []))
