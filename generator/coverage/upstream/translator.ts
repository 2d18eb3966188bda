import type { Outcome } from '../../../specs/outcome.js'
import type { OpKind } from '../../../specs/program.js'
import type { AddressNames } from './decode.js'
import { firstProcess, type HeldDescriptor, type WatchedProcess } from './process.js'

/** What a call is in a program: an op and, if it observes something, what that is; or why it is nothing there. */
export type Writing =
  | {
      readonly kind: OpKind
      readonly fields?: Readonly<Record<string, unknown>>
      readonly observed?: Outcome
    }
  | 'aside'
  | { readonly why: string }

type WatchedThread = { readonly of: number; readonly isEarly: boolean }

/** What the translation of one test has come to know. */
export type Translator = AddressNames & {
  readonly processes: Map<number, WatchedProcess>
  /** Further threads by their numbers: whose they are, and whether they were made before that process enforced anything. */
  readonly threads: Map<number, WatchedThread>
  /** The descriptors that are on their way. */
  readonly mailbox: Exclude<HeldDescriptor, { readonly is: 'aside' }>[]
  /** What no process uses yet. */
  readonly next: { socket: number; ruleset: number; actor: number }
}

/** What is known before the first call of a test's first process. */
export function newTranslator(pid: number): Translator {
  const names = new Map<string, string>()
  return {
    processes: new Map([[pid, firstProcess()]]),
    threads: new Map(),
    mailbox: [],
    next: { socket: 0, ruleset: 0, actor: 1 },
    ports: new Map(),
    ownPorts: new Set(),
    unixName(name) {
      const key = name.toString('hex')
      const known = names.get(key) ?? `n${names.size}`
      names.set(key, known)
      return known
    },
  }
}
