import type { Outcome } from './outcome.js'
import type { Trace } from './trace.js'

/**
 * An event of the kernel's tracing, as `read_events` observes it. They stand behind each other with `+` between them:
 * `create_domain(1,parent=0,ruleset=1.2)+enforce_domain(1,no_new_privs=0)`, or there are `none`.
 * `about` is the number of the domain that it is about, or number and version of the ruleset; the fields are the kernel's, in its order, without
 * what is empty, and without devices, names of programs, the other party's domain, and whether a domain is one of all threads.
 */
type TracedEvent = {
  readonly name: string
  readonly about: string
  readonly fields: Readonly<Record<string, string>>
}

const fieldsIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(/,(\w+)=(\{[^}]*\}|[^,]*)/g)].map(([, name = '', value = '']) => [name, value]),
  )

/** The events of an outcome of `read_events`. */
export const eventsOf = (outcome: Outcome): readonly TracedEvent[] =>
  outcome.split('+').flatMap(text => {
    const [, name, about, rest] = /^=?(\w+)\(([\d.]+)(.*)\)$/.exec(text) ?? []
    return name === undefined || about === undefined || rest === undefined
      ? []
      : [{ name, about, fields: fieldsIn(rest) }]
  })

/** Every event of a trace, in order. */
export const tracedIn = (trace: Trace): readonly TracedEvent[] =>
  trace.flatMap(({ op, outcome }) => (op.kind === 'read_events' ? eventsOf(outcome) : []))
