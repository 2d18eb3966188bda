import type { ClauseId } from '../model/clauses.js'

/** Why nothing has to judge a sentence. */
export const reasons = {
  explains: 'explains or introduces, and promises nothing that its neighbours do not',
  advises: 'advises whoever writes programs or runs a machine',
  files: 'is about rights on files, which are here only as far as sockets have paths',
  building: 'is about how a kernel is configured and booted',
  sample: 'tells about the example beside it',
  tracing:
    'is about how trace events are switched on, filtered and read, or about fields that no program reads',
  inside: 'is about a function inside of the kernel',
  future: 'is about what may come',
  elsewhere: 'is about another part of the kernel',
  beyond: 'is about speed, side channels or all time, which no program can show',
} as const

export type Reason = keyof typeof reasons

/** What judges a sentence: a clause, a law, or the file of a test where no program of a suite can. */
export type Judge = ClauseId | `${string}-${string}` | `test/${string}.test.ts`

/** What becomes of a sentence: something judges it, nothing has to, nothing does, or it is not so, which is a finding. */
export type Account =
  | { readonly kind: 'judged'; readonly by: readonly Judge[] }
  | { readonly kind: 'out'; readonly reason: Reason }
  | { readonly kind: 'open'; readonly why: string }
  | { readonly kind: 'wrong'; readonly finding: string }

/** Of each sentence, by its hash and its first words, what becomes of it. */
type Sentences = Readonly<Record<string, Account>>

/** A section that is out of scope as a whole: why, how many sentences it has, and a hash of theirs, so that a change is seen. */
type WholeSection = {
  readonly kind: 'whole'
  readonly reason: Reason
  readonly count: number
  readonly hash: string
}

export type Section = Sentences | WholeSection

/** A document: which package has it, its path in there, and its sections by their titles. */
export type SentenceDocument = {
  readonly package: 'linux-source' | 'manpages' | 'manpages-dev'
  readonly path: string
  readonly sections: Readonly<Record<string, Section>>
}

export const isWhole = (section: Section): section is WholeSection => section.kind === 'whole'

export const by = (...judges: readonly Judge[]): Account => ({ kind: 'judged', by: judges })
export const open = (why: string): Account => ({ kind: 'open', why })
export const wrong = (finding: string): Account => ({ kind: 'wrong', finding })

export const whole = (reason: Reason, count: number, hash: string): WholeSection => ({
  kind: 'whole',
  reason,
  count,
  hash,
})

const out = (reason: Reason): Account => ({ kind: 'out', reason })
export const explains = out('explains')
export const advises = out('advises')
export const files = out('files')
export const building = out('building')
export const sample = out('sample')
export const tracing = out('tracing')
export const future = out('future')
export const elsewhere = out('elsewhere')
export const beyond = out('beyond')

/** Tried in a guest of Debian's newest kernel: no op of a program does it. */
export const promises = 'test/guest/promises.test.ts'

export const withoutInet = open(
  'security/landlock/net.h answers so where CONFIG_INET is off: every kernel of Debian has it, and lab kernels are built with it',
)
