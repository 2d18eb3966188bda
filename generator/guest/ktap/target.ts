import { addedDesignNames } from '../../../specs/added/designs.js'
import { pageSizeOf } from '../../../specs/attr-size.js'
import { behaviourNames } from '../../../specs/behaviours.js'
import { choicesFrom } from '../../../specs/designs/choices.js'
import { type DecisionName, decisions } from '../../../specs/designs/decisions.js'
import { isProposed, socketRights } from '../../../specs/designs/uapi.js'
import { isNameOf } from '../../../specs/names-of.js'
import type { Outcome } from '../../../specs/outcome.js'
import {
  type Behaviour,
  type Creation,
  type DesignName,
  designNames,
  type Feature,
  features,
  type Target,
} from '../../../specs/target.js'
import { ToolError } from '../../shared/error.js'
import { canonicalJson } from '../../suite/codec/json.js'
import { bootsIn } from './boots.js'
import { misplaced } from './error.js'
import { type Line, numberedLines } from './lines.js'
import { type Message, messagesIn } from './messages.js'
import { outcomesOf } from './outcomes.js'

/** What a guest says of its kernel, and the release that it names, as of `uname -r`. */
export type Report = {
  readonly target: Target
  readonly release: string
  /** What the guest could not find out about it, so that the target does not have it. */
  readonly untold: readonly Behaviour[]
  /** What looks like a proposal for sockets, and is none that the specs know, if anything does. */
  readonly strange?: readonly string[]
}

/**
 * What the guests of a run reported to be under test, one and the same each time.
 * Errors: E_NO_LANDLOCK, which says why there is none; E_TARGET if the report is missing, cut or not to be understood; E_CHANNEL if a line
 * stands where none of a report may, or two guests say of themselves what differs.
 */
export function readReport(channel: string): Report {
  const boots = bootsIn(channel).map(({ text, line }) => messagesIn(numberedLines(text, line)))
  const [first, ...others] = boots.map(words => reportIn(words)).filter(one => one !== undefined)
  if (first === undefined) throw unfinished(boots[0] ?? [], channel)
  for (const other of others)
    if (canonicalJson(other.report) !== canonicalJson(first.report))
      throw misplaced(other.end, 'an earlier guest of this run reported something else of itself')
  return first.report
}

/** Whether a guest came as far as to say what it is. */
export const hasReport = (channel: string): boolean => channel.includes('# target end')

/** The target alone. Errors: those of `readReport`. */
export const readTarget = (channel: string): Target => readReport(channel).target

/** What looks like a proposal and is none; nothing where no guest came so far. */
export const readStrange = (channel: string): readonly string[] =>
  hasReport(channel) ? (readReport(channel).strange ?? []) : []

/** The release alone. Errors: those of `readReport`. */
export const readRelease = (channel: string): string => readReport(channel).release

/** What none of the guests of a run could find out about its kernel; nothing where none came so far. */
export const readUnreported = (channel: string): readonly Behaviour[] => [
  ...new Set(
    bootsIn(channel).flatMap(({ text, line }) => unreportedIn(messagesIn(numberedLines(text, line)))),
  ),
]

type TargetWord = Message & { readonly kind: 'target' }

const isFact = (word: Message): word is TargetWord => word.kind === 'target'

type Reported = { readonly report: Report; readonly end: Line }

/** The one report of a guest, or undefined if it did not come to its end. */
function reportIn(words: readonly Message[]): Reported | undefined {
  const facts = words.filter(isFact)
  const abi = facts.find(({ name }) => name === 'abi')
  if (abi !== undefined) readAbi(abi.value)
  const end = facts.findIndex(({ name }) => name === 'end')
  checkPlaces(words)
  const [last, late] = [facts[end], facts[end + 1]]
  if (last === undefined) return undefined
  if (late !== undefined) throw misplaced(late, 'a guest reports only once what it is')
  return { report: { ...reportOf(facts.slice(0, end)), untold: unreportedIn(words) }, end: last }
}

const unreportedIn = (words: readonly Message[]): readonly Behaviour[] =>
  words.flatMap(word => (word.kind === 'untold' ? [readBehaviour(word.name)] : []))

/** From its first fact on, a report is not interrupted. */
function checkPlaces(words: readonly Message[]): void {
  const [first, last] = [words.findIndex(isFact), words.findLastIndex(isFact)]
  const other = words
    .slice(Math.max(first, 0), last + 1)
    .find(word => !isFact(word) && word.kind !== 'untold')
  if (other !== undefined) throw misplaced(other, 'there should be what the guest reports of itself')
}

function reportOf(facts: readonly TargetWord[]): Omit<Report, 'untold'> {
  const unknown = facts.find(({ name }) => !factNames.includes(name))
  if (unknown !== undefined) throw notUnderstood(`${unknown.name} ${unknown.value}`)
  const release = valuesOf(facts, 'release')
  const [order, ...orders] = valuesOf(facts, 'byte_order').map(readByteOrder)
  const [pageSize, ...pageSizes] = valuesOf(facts, 'page_size').map(readPageSize)
  const abi = valuesOf(facts, 'abi')
  const errata = valuesOf(facts, 'errata')
  if (orders.length > 0) throw notUnderstood('byte_order twice')
  if (pageSizes.length > 0) throw notUnderstood('page_size twice')
  if (release.length !== 1 || abi.length !== 1 || errata.length !== 1 || release[0] === '')
    throw notUnderstood(`${release.length} releases, ${abi.length} ABIs and ${errata.length} errata`)
  const choices = choicesFrom(recordOf(valuesOf(facts, 'choice').map(readChoice), 'choice'))
  const target = {
    abi: readAbi(abi[0]),
    errata: readErrata(errata[0]),
    behaviours: eachOnce(valuesOf(facts, 'behaviour').map(readBehaviour), 'behaviour'),
    designs: eachOnce(
      [...valuesOf(facts, 'design').map(readDesign), ...addedIn(valuesOf(facts, 'right').map(readRight))],
      'design',
    ),
    lacks: recordOf(valuesOf(facts, 'lacks').map(readLack), 'lacks'),
    sockets: recordOf(valuesOf(facts, 'socket').map(readSocket), 'socket'),
    ...(Object.keys(choices).length === 0 ? {} : { choices }),
    ...(order === 'big' ? { byteOrder: order } : {}),
    ...(pageSize === undefined || pageSize === pageSizeOf({}) ? {} : { pageSize }),
  }
  const strange = valuesOf(facts, 'strange')
  return { target, release: release[0] ?? '', ...(strange.length === 0 ? {} : { strange }) }
}

const factNames = [
  'release',
  'byte_order',
  'page_size',
  'abi',
  'errata',
  'behaviour',
  'design',
  'choice',
  'strange',
  'right',
  'lacks',
  'socket',
]

const valuesOf = (facts: readonly TargetWord[], name: string): readonly string[] =>
  facts.filter(fact => fact.name === name).map(({ value }) => value)

function eachOnce<T extends string>(all: readonly T[], what: string): readonly T[] {
  const seen = new Set<T>()
  for (const one of all) {
    if (seen.has(one)) throw notUnderstood(`${what} ${one} twice`)
    seen.add(one)
  }
  return all
}

function recordOf<T>(entries: readonly (readonly [string, T])[], what: string): Readonly<Record<string, T>> {
  eachOnce(
    entries.map(([key]) => key),
    what,
  )
  return Object.fromEntries(entries)
}

function unfinished(words: readonly Message[], channel: string): ToolError {
  const bail = words.find(word => word.kind === 'bail')
  const why = bail?.why ?? 'console.log in its folder shows how far it came.'
  const message = `The guest did not come to the end of reporting what it is: ${why}`
  return new ToolError('E_TARGET', message, { output: channel.slice(-2_000) })
}

function readAbi(value = ''): number {
  if (/^[1-9]\d{0,2}$/.test(value)) return Number(value)
  throw new ToolError('E_NO_LANDLOCK', whyNone(value))
}

function whyNone(answer: string): string {
  switch (answer) {
    case 'ENOSYS':
      return 'Landlock is not built into this kernel: set CONFIG_SECURITY_LANDLOCK=y, or name another kernel by --kernel.'
    case 'EOPNOTSUPP':
      return 'Landlock is built into this kernel but off at boot: put landlock into the `lsm=` kernel parameter or into CONFIG_LSM.'
    default:
      return `Landlock cannot be asked for its version (${answer}): something such as a seccomp filter keeps us from it; use a kernel in QEMU by --kernel.`
  }
}

function readErrata(value = 'none'): number | null {
  if (value === 'none') return null
  if (/^\d{1,10}$/.test(value) && Number(value) < 2 ** 31) return Number(value)
  throw notUnderstood(`errata ${value}`)
}

/** Guests of older runs did not say it. */
function readByteOrder(value: string): 'big' | 'little' {
  if (value === 'big' || value === 'little') return value
  throw notUnderstood(`byte_order ${value}`)
}

/** Those of 4096 bytes are not said. */
function readPageSize(value: string): number {
  if (/^\d{4,7}$/.test(value)) return Number(value)
  throw notUnderstood(`page_size ${value}`)
}

function readBehaviour(name: string): Behaviour {
  const behaviour = behaviourNames.find(one => one === name)
  if (behaviour === undefined) throw notUnderstood(`behaviour ${name}`)
  return behaviour
}

function readDesign(name: string): DesignName {
  const design = designNames.find(one => one === name)
  if (design === undefined) throw notUnderstood(`design ${name}`)
  return design
}

function readChoice(value: string): readonly [DecisionName, string] {
  const [name = '', choice = '', more] = value.split(' ')
  if (!isNameOf(decisions, name) || !Object.hasOwn(decisions[name].choices, choice) || more !== undefined)
    throw notUnderstood(`choice ${value}`)
  return [name, choice]
}

function readRight(value: string): number {
  if (/^\d{1,2}$/.test(value)) return Number(value)
  throw notUnderstood(`right ${value}`)
}

/** The designs that somebody's specs add and that a kernel has: all of their rights. */
const addedIn = (bits: readonly number[]): readonly DesignName[] =>
  addedDesignNames.filter((name: DesignName) => {
    const own = Object.values(socketRights).filter(right => isProposed(right, [name]))
    return own.length > 0 && own.every(({ bit }) => bits.includes(bit))
  })

const isFeature = (name = ''): name is Feature => features.some(feature => feature === name)

function readLack(value: string): readonly [Feature, string] {
  const [feature, refused = '', more] = value.split(' ')
  if (!isFeature(feature) || !/^(E|SIG)\w+$/.test(refused) || more !== undefined)
    throw notUnderstood(`lacks ${value}`)
  return [feature, refused]
}

function readSocket(value: string): readonly [string, Creation] {
  const [, key, answers = ''] = /^(\d{1,9}:\d{1,9}:\d{1,9}) (.*)$/.exec(value) ?? []
  const [root, dropped, more]: readonly (Outcome | undefined)[] = outcomesOf(answers) ?? []
  if (key === undefined || root === undefined || dropped === undefined || more !== undefined)
    throw notUnderstood(`socket ${value}`)
  return [key, { root, dropped }]
}

const notUnderstood = (fact: string): ToolError =>
  new ToolError(
    'E_TARGET',
    `The guest reported "${fact}", which makes no sense here; run it again, or report it as a bug.`,
  )
