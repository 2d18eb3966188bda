import { ended, lost, outcomesOf, stackLine } from '../../guest/ktap.js'
import type { Observation } from '../../suite/suite.js'

/** How many objects of each kind the kernel holds, by the name of their cache. */
export type SlabCounts = ReadonlyMap<string, number>

/** What the executor says of a program. */
export type Answer = {
  readonly observation: Observation
  /** Edges of the kernel's code that no program had reached before in that guest; absent of a kernel without KCOV. */
  readonly edges?: readonly number[]
  /** What the kernel holds, if a program without ops asked for that and the kernel says so. */
  readonly counts?: SlabCounts
  /** How much of the memory is in use, in kB; with `counts`. */
  readonly used?: number
}

/** A line was torn, is not the executor's, or stands where it says no such thing. */
export const garbled: Answer = { observation: lost('a line was garbled') }

/**
 * What the lines between the beginning and the end of a program say (templates/executor/executor.c), and the words behind its end. All of them
 * have to be there, each once and in their order, and nothing else.
 */
export function answerIn(lines: readonly string[], directive: string): Answer {
  const stacks = stacksIn(lines)
  const others = lines.slice(stacks.length)
  const [first, ...rest] = others.slice(races(others))
  if (first === undefined) return { observation: ended(undefined, directive) }
  if (first.startsWith('  # steps')) return stepsIn(first, rest, { directive, stacks })
  return rest.length === lines.length - 1 ? slabsIn(lines, directive) : garbled
}

/** The lines at the beginning that tell where threads of a program are that hangs. */
function stacksIn(lines: readonly string[]): readonly string[] {
  const stacks = lines.map(line => stackLine.exec(line)?.[1])
  const other = stacks.indexOf(undefined)
  return stacks.slice(0, other < 0 ? undefined : other).filter(stack => stack !== undefined)
}

/** How many lines at the beginning tell how races came out. */
function races(lines: readonly string[]): number {
  const other = lines.findIndex(line => !/^ {2}# race: [\da-z, ]+$/.test(line))
  return other < 0 ? lines.length : other
}

/** How a program ended, and where its threads were then. */
type ProgramEnd = { readonly directive: string; readonly stacks: readonly string[] }

function stepsIn(
  line: string,
  [second, ...more]: readonly string[],
  { directive, stacks }: ProgramEnd,
): Answer {
  const outcomes = outcomesOf(line.slice('  # steps '.length))
  const edges = second === undefined ? undefined : edgesOf(second)
  const isWhole = line === '  # steps' || line.startsWith('  # steps ')
  if (!isWhole || outcomes === undefined || more.length > 0) return garbled
  if (second !== undefined && edges === undefined) return garbled
  return { observation: ended(outcomes, directive, stacks), ...(edges === undefined ? {} : { edges }) }
}

/** Either of both may be missing, where the kernel does not say it. */
function slabsIn(lines: readonly string[], directive: string): Answer {
  const [first = '', second = ''] = lines
  const [counts, used] = [slabCountsOf(first), usedOf(first) ?? usedOf(second)]
  const said = (counts === undefined ? 0 : 1) + (used === undefined ? 0 : 1)
  if (lines.at(-1) !== '# steps' || lines.length !== said + 1) return garbled
  return {
    observation: ended([], directive),
    ...(counts === undefined ? {} : { counts }),
    ...(used === undefined ? {} : { used }),
  }
}

/** An edge is a number below 2^48: its lower 32 bits are those of the address that it leads to, the others sum up where it comes from. */
export const edgesOf = (line: string): readonly number[] | undefined =>
  wordsBehind('# edges', line, /^[\da-f]{1,12}$/)?.map(edge => Number.parseInt(edge, 16))

/** Nothing of a line that is garbled, or names a cache twice. */
export function slabCountsOf(line: string): SlabCounts | undefined {
  const words = wordsBehind('# slabs', line, /^[^\s=]+=\d{1,15}$/)?.map(word => word.split('='))
  if (words === undefined || words.length === 0) return undefined
  const counts = new Map(words.map(([cache = '', count]) => [cache, Number(count)]))
  return counts.size === words.length ? counts : undefined
}

function usedOf(line: string): number | undefined {
  const used = /^# used (\d{1,15})$/.exec(line)?.[1]
  return used === undefined ? undefined : Number(used)
}

/** The words of a line that begins so, a blank before each, if each has the form; one expression for all would be too much for long lines. */
function wordsBehind(start: string, line: string, form: RegExp): readonly string[] | undefined {
  const [first, ...words] = line.startsWith(start) ? line.slice(start.length).split(' ') : ['none']
  return first === '' && words.every(word => form.test(word)) ? words : undefined
}
