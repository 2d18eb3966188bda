import type { Outcome } from '../../../specs/outcome.js'
import { kernelMessage, type Line } from './lines.js'
import { outcomesOf } from './outcomes.js'

/** What a line says that one of our programs in a guest printed; those of a law stand two blanks deeper than those of the suite. */
export type Message = Line &
  (
    | { readonly kind: 'version'; readonly of: Of }
    | { readonly kind: 'suite'; readonly id: string }
    | { readonly kind: 'plan'; readonly of: Of; readonly count: number }
    | { readonly kind: 'skip' }
    | { readonly kind: 'subtest'; readonly law: string }
    | { readonly kind: 'begin'; readonly test: string }
    /** Where a thread of a test is in the kernel that does not go on. */
    | { readonly kind: 'stack'; readonly stack: string }
    /** How often a race came out in which way. */
    | { readonly kind: 'race' }
    /** How long a test took. */
    | { readonly kind: 'time'; readonly ms: number }
    | Surprise
    | { readonly kind: 'steps'; readonly outcomes: readonly Outcome[] }
    | ResultMessage
    | { readonly kind: 'end' }
    | { readonly kind: 'bail'; readonly why: string }
    | { readonly kind: 'target'; readonly name: string; readonly value: string }
    | { readonly kind: 'untold'; readonly name: string }
    | { readonly kind: 'init' }
    /** Nothing that any of them says. */
    | { readonly kind: 'foreign' }
  )

export type Of = 'suite' | 'law'

/** A step that gave what the program of the suite did not expect. */
export type Surprise = Line & {
  readonly kind: 'step'
  readonly index: number
  readonly observed: string
}

/** How a test or a law ended. */
export type ResultMessage = Line & {
  readonly kind: 'result'
  readonly of: Of
  readonly isOk: boolean
  readonly number: number
  readonly name: string
  readonly directive: string
}

type MessageReading = {
  readonly form: RegExp
  readonly read: (...parts: readonly string[]) => MessageParts | undefined
}

/** A word without its line. */
type MessageParts = Message extends infer W ? (W extends Line ? Omit<W, keyof Line> : never) : never

const isWord = (text: string): boolean => text !== '' && !text.includes(' ')

const ofDepth = (indent: string): Of => (indent === '' ? 'suite' : 'law')

/** How a test ends otherwise than by itself, as templates/harness/run.c and harness.c say it. */
export const directives =
  'hang after \\d{1,9} s|crash, killed by signal \\d{1,3}|crash, exited with \\d{1,3}|(?:audit records|trace events|logs) were lost|SKIP no (?:audit records|trace events|logs): .*'

/** A thread of a program that hangs, and the functions of the kernel that it is in, innermost first (templates/harness/stacks.c). */
export const stackLine =
  /^ {2}# stack of ((?:a child of )?actor \d{1,2}, thread \d{1,4} \(\w\):(?: [\w.$]+\+0x[\da-f]+\/0x[\da-f]+)*)$/

/** Every line that the probe, the harness and init print, by how it begins; each is read whole, or not at all. */
const readings: readonly MessageReading[] = [
  { form: /^( {2}|)KTAP version 1$/, read: (indent = '') => ({ kind: 'version', of: ofDepth(indent) }) },
  { form: /^# suite ([\da-f]{64})$/, read: (id = '') => ({ kind: 'suite', id }) },
  {
    form: /^( {2}|)1\.\.(\d{1,9})$/,
    read: (indent = '', count) => ({ kind: 'plan', of: ofDepth(indent), count: Number(count) }),
  },
  { form: /^1\.\.0 # SKIP Landlock is .*$/, read: () => ({ kind: 'skip' }) },
  { form: /^ {2}# Subtest: ([\w-]+)$/, read: (law = '') => ({ kind: 'subtest', law }) },
  { form: /^ {2}# begin (\w+)$/, read: (test = '') => ({ kind: 'begin', test }) },
  {
    form: /^ {2}# step (\d{1,9}): observed (\S+), allowed only(?: (.*))?$/,
    read: (index, observed = '', allowed = 'OK') =>
      allowed.split(' | ').every(isWord) ? { kind: 'step', index: Number(index), observed } : undefined,
  },
  { form: stackLine, read: (stack = '') => ({ kind: 'stack', stack }) },
  { form: /^ {2}# race: [\da-z, ]+$/, read: () => ({ kind: 'race' }) },
  { form: /^ {2}# time (\d{1,12}) us$/, read: us => ({ kind: 'time', ms: Number(us) / 1_000 }) },
  { form: /^ {2}# steps(?: (.*))?$/, read: (text = '') => steps(text) },
  {
    form: new RegExp(`^ {2}(not |)ok (\\d{1,9}) (\\w+)(?: # (${directives}))?$`),
    read: (not, number, name = '', directive = '') => result('law', { not, number, name, directive }),
  },
  {
    form: /^(not |)ok (\d{1,9}) ([\w-]+)$/,
    read: (not, number, name = '') => result('suite', { not, number, name, directive: '' }),
  },
  { form: /^# end$/, read: () => ({ kind: 'end' }) },
  { form: /^Bail out! (.*)$/, read: (why = '') => ({ kind: 'bail', why }) },
  { form: /^# target (\w+)(?: (.*))?$/, read: (name = '', value = '') => ({ kind: 'target', name, value }) },
  { form: /^# cannot tell (\w+)$/, read: (name = '') => ({ kind: 'untold', name }) },
  {
    form: /^# (?:init|module [^:]*): .*$|^# clock \d{1,15}$|^# gcov \S+ [\da-f]+$|^# guest end$/,
    read: () => ({ kind: 'init' }),
  },
]

function steps(text: string): MessageParts | undefined {
  const outcomes = outcomesOf(text)
  return outcomes === undefined ? undefined : { kind: 'steps', outcomes }
}

/** The parts of a line that says how a test or a law did. */
type ResultText = {
  readonly not: string | undefined
  readonly number: string | undefined
  readonly name: string
  readonly directive: string
}

const result = (of: Of, { not = '', number = '', name, directive }: ResultText): MessageParts => ({
  kind: 'result',
  of,
  isOk: not === '',
  number: Number(number),
  name,
  directive,
})

/** What a line says. */
function messageIn(line: Line): Message {
  for (const { form, read } of readings) {
    const parts = form.exec(line.text)?.slice(1)
    const word = parts === undefined ? undefined : read(...parts)
    if (word !== undefined) return { ...line, ...word }
  }
  return { ...line, kind: 'foreign' }
}

/** What the lines say that are no messages of the kernel. */
export const messagesIn = (lines: readonly Line[]): readonly Message[] =>
  lines.filter(({ text }) => kernelMessage(text) === undefined).map(messageIn)
