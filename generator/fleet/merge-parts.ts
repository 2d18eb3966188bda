import { bootsIn, withAgain, withBoot } from '../guest/ktap.js'
import { ToolError } from '../shared/error.js'
import { canonicalJson } from '../suite/codec/json.js'
import type { RanPart } from './job-result.js'

/** What the jobs of one kernel gave together, as if one machine had run all of it. */
type Merged = Omit<RanPart, 'kind'>

/**
 * Puts the parts of a run together. Error: E_FLEET where two machines ran another kernel or drew another suite under the same name.
 */
export function mergeParts(ref: string, parts: readonly RanPart[]): Merged {
  const [first, ...others] = parts
  if (first === undefined) throw new Error('a run has a part')
  for (const other of others) checkSame(ref, first, other)
  return {
    ...first,
    channel: joined(parts.map(({ channel }) => channel)),
    console: parts.map(({ console }) => console).join(''),
    lost: parts.flatMap(({ lost }) => lost),
    notes: distinct(parts.flatMap(({ notes }) => notes)),
    versions: Object.fromEntries(
      Object.keys(first.versions).map(name => [
        name,
        distinct(parts.map(({ versions }) => versions[name] ?? '')).join('; '),
      ]),
    ),
    seconds: sums(parts.map(({ seconds }) => seconds)),
  }
}

const distinct = (all: readonly string[]): readonly string[] => [...new Set(all)]

/** One channel of all guests, numbered anew; what ran alone once more comes behind them. */
function joined(channels: readonly string[]): string {
  const boots = channels.flatMap(bootsIn)
  const first = boots
    .filter(({ again }) => again === undefined)
    .reduce((text, boot, number) => withBoot(text, number, boot, boot.text), '')
  return boots.reduce(
    (text, { again, text: said }) => (again === undefined ? text : withAgain(text, again, said)),
    first,
  )
}

const sums = (all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> => {
  const names = distinct(all.flatMap(seconds => Object.keys(seconds)))
  const sum = (name: string): number =>
    Math.round(100 * all.reduce((total, seconds) => total + (seconds[name] ?? 0), 0)) / 100
  return Object.fromEntries(names.map(name => [name, sum(name)]))
}

function checkSame(ref: string, one: RanPart, other: RanPart): void {
  const of = ({ sha256, release, suite, target }: RanPart): string =>
    canonicalJson({ sha256, release, suite, target })
  if (of(one) === of(other)) return
  const said = ({ release, sha256, suite }: RanPart): string =>
    `${release}, image ${sha256.slice(0, 12) || 'none'}, suite ${suite.slice(0, 12)}`
  throw new ToolError(
    'E_FLEET',
    `Under the name ${ref} two machines ran what is not the same (${said(one)}; ${said(other)}): name the kernel with its version, or run again when all have the newest.`,
  )
}
