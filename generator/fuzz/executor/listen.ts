import { readObservations } from '../../guest/ktap.js'
import type { Observation } from '../../suite/suite.js'

/** How many objects of each kind the kernel holds, by the name of their cache. */
export type Counts = ReadonlyMap<string, number>

/** What the executor says of a program. */
export type Told = {
  readonly observation: Observation
  /** Edges of the kernel's code that no program had reached before in that guest; absent of a kernel without KCOV. */
  readonly edges?: readonly number[]
  /** What the kernel holds, if a program without ops asked for that and the kernel says so. */
  readonly counts?: Counts
  /** How much of the memory is in use, in kB; with `counts`. */
  readonly used?: number
}

/** Who hears what the executor says of a program, by its number on the wire. */
export type Heard = {
  readonly begun: (number: number) => void
  readonly ended: (number: number, told: Told) => void
  /** Its last word: nothing more comes. */
  readonly done: () => void
}

/**
 * Understands the executor's lines, one after the other: what stands between the beginning of a program and its end is about
 * it. A program is lost if anything stands there that the executor does not say, and one whose own lines are broken never ends.
 */
export function listen({ begun, ended, done }: Heard): (line: string) => void {
  let lines: string[] | undefined
  return line => {
    if (line === '# end') return done()
    const number = /^# begin p(\d+)$/.exec(line)?.[1]
    if (number !== undefined) {
      lines = [line]
      return begun(Number(number))
    }
    if (lines === undefined) return
    lines.push(line)
    const end = /^ok 1 p(\d+)/.exec(line)?.[1]
    if (end === undefined) return
    const told = toldIn(lines, `p${end}`)
    if (told === undefined) return
    lines = undefined
    ended(Number(end), told)
  }
}

function toldIn(lines: readonly string[], name: string): Told | undefined {
  const observation = readObservations(`${lines.join('\n')}\n`).get(name)
  if (observation === undefined) return undefined
  const remarks = lines.slice(0, -1)
  if (!remarks.every(line => /^ *#/.test(line))) return { observation: garbled }
  const [edges] = remarks.map(edgesOf).filter(one => one !== undefined)
  const [counts] = remarks.map(countsOf).filter(one => one !== undefined)
  const [used] = remarks.map(usedOf).filter(one => one !== undefined)
  return {
    observation,
    ...(edges === undefined ? {} : { edges }),
    ...(counts === undefined ? {} : { counts }),
    ...(used === undefined ? {} : { used }),
  }
}

const garbled: Observation = { end: 'lost', outcomes: [], detail: 'a line was garbled' }

/** An edge is a number below 2^48: its lower 32 bits are those of the address that it leads to, the others sum up where it comes from. */
export const edgesOf = (line: string): readonly number[] | undefined =>
  words(/^# edges((?: [\da-f]{1,12})*)$/, line)?.map(edge => Number.parseInt(edge, 16))

/** Nothing of a line that is garbled. */
export const countsOf = (line: string): Counts | undefined => {
  const all = words(/^# census((?: [^\s=]+=\d+)+)$/, line)?.map(word => word.split('='))
  return all === undefined ? undefined : new Map(all.map(([cache = '', count]) => [cache, Number(count)]))
}

const usedOf = (line: string): number | undefined => {
  const used = /^# used (\d+)$/.exec(line)?.[1]
  return used === undefined ? undefined : Number(used)
}

const words = (form: RegExp, line: string): readonly string[] | undefined =>
  form.exec(line)?.[1]?.split(' ').slice(1)
