import { namesOf } from '../../../specs/names-of.js'
import {
  type Account,
  isWhole,
  type Reason,
  reasons,
  type SentenceDocument,
} from '../../../specs/sentences/account.js'

/** Of so many sentences: how many a clause or law judges, only a test, are not so, are out of scope, or judged by nothing. */
export type SentenceFigures = {
  readonly sentences: number
  readonly judged: number
  readonly tested: number
  readonly wrong: number
  readonly out: Readonly<Partial<Record<Reason, number>>>
  readonly open: number
}

/** A sentence with its place and what becomes of it. */
type Placed = {
  readonly path: string
  readonly section: string
  readonly key: string
  readonly account: Account
}

/** Every sentence of documents that something is written of by itself, in their order. */
export const placedIn = (documents: readonly SentenceDocument[]): readonly Placed[] =>
  documents.flatMap(({ path, sections }) =>
    Object.entries(sections).flatMap(([section, sentences]) =>
      isWhole(sentences)
        ? []
        : Object.entries(sentences).map(([key, account]) => ({ path, section, key, account })),
    ),
  )

const isOnlyTested = (account: Account): boolean =>
  account.kind === 'judged' && account.by.every(judge => judge.startsWith('test/'))

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** The figures of some documents together. */
export function sentenceFigures(documents: readonly SentenceDocument[]): SentenceFigures {
  const all = placedIn(documents).map(({ account }) => account)
  const wholes = documents.flatMap(({ sections }) => Object.values(sections).filter(isWhole))
  const of = (kind: Account['kind']): readonly Account[] => all.filter(account => account.kind === kind)
  const outBy = (wanted: Reason): number =>
    all.filter(account => account.kind === 'out' && account.reason === wanted).length +
    sum(wholes.filter(({ reason }) => reason === wanted).map(({ count }) => count))
  const out = namesOf(reasons).map(reason => [reason, outBy(reason)] as const)
  const tested = all.filter(isOnlyTested).length
  return {
    sentences: all.length + sum(wholes.map(({ count }) => count)),
    judged: of('judged').length - tested,
    tested,
    wrong: of('wrong').length,
    out: Object.fromEntries(out.filter(([, count]) => count > 0)),
    open: of('open').length,
  }
}

/** How many sentences are out of scope, for whatever reason. */
export const outOf = ({ out }: SentenceFigures): number => sum(Object.values(out))
