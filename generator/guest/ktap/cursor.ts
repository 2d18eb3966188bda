import { misplaced } from './error.js'
import type { Line } from './lines.js'
import type { Message, Of } from './messages.js'

type WordKind = Message['kind']

/** Goes through what a suite says, word by word; lines that nobody prints are passed by, and remembered. */
export type Cursor = {
  /** The next word, or undefined where the suite was cut off. */
  readonly peek: () => Message | undefined
  /** Takes the next word, if there is one. Error: E_CHANNEL if it is of another kind. */
  readonly next: <K extends WordKind>(kind: K, of?: Of) => (Message & { readonly kind: K }) | undefined
  /** The first foreign line since it was asked for the last time. */
  readonly takeForeign: () => Line | undefined
}

/** The words of a suite come to their end where it gives up, or where init speaks again. Error: E_CHANNEL if it speaks after that. */
export function cursorOf(words: readonly Message[]): Cursor {
  const last = words.findIndex(isLast)
  const own = last < 0 ? words : words.slice(0, last)
  const late = words.slice(own.length).find(word => !isLast(word) && word.kind !== 'foreign')
  if (late !== undefined) throw misplaced(late, 'nothing may come behind the end of the suite')
  let at = 0
  let foreign: Line | undefined
  const peek = (): Message | undefined => {
    for (let word = own[at]; word !== undefined; word = own[++at]) {
      if (word.kind !== 'foreign') return word
      foreign ??= word
    }
    return undefined
  }
  const next: Cursor['next'] = (kind, of) => {
    const word = peek()
    if (word === undefined) return undefined
    if (!isOf(word, kind) || (of !== undefined && 'of' in word && word.of !== of))
      throw misplaced(word, `there should be ${names[kind]}${of === undefined ? '' : ` of a ${of}`}`)
    at += 1
    return word
  }
  const takeForeign = (): Line | undefined => {
    const found = foreign
    foreign = undefined
    return found
  }
  return { peek, next, takeForeign }
}

const isOf = <K extends WordKind>(word: Message, kind: K): word is Message & { readonly kind: K } =>
  word.kind === kind

const isLast = ({ kind }: Message): boolean => kind === 'bail' || kind === 'init'

const names: Readonly<Record<WordKind, string>> = {
  version: 'the version of KTAP',
  suite: 'the id of the suite',
  plan: 'the plan',
  skip: 'why nothing runs',
  subtest: 'the name of a law',
  begin: 'the beginning of a test',
  stack: 'where a thread is that does not go on',
  race: 'how a race came out',
  time: 'how long a test took',
  step: 'a step',
  steps: 'the outcomes of a test',
  result: 'the result',
  end: 'the end of the suite',
  bail: 'why the suite gives up',
  target: 'a fact of the target',
  untold: 'what the probe cannot tell',
  init: 'a remark of init',
  foreign: 'anything',
}
