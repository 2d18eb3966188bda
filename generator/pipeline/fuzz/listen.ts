import { readObservations } from '../../ktap.js'
import type { Observation } from '../../suite.js'

/** How many objects of each kind the kernel holds, by the name of their cache. */
export type Counts = ReadonlyMap<string, number>

/** What the executor says of a program. */
export type Told = {
  readonly observation: Observation
  /** Edges of the kernel's code that no program had reached before in that guest; absent of a kernel without KCOV. */
  readonly edges?: readonly number[]
  /** What the kernel holds, if a program without ops asked for that and the kernel says so. */
  readonly counts?: Counts
}

/** Who hears what the executor says of a program, by its number on the wire. */
export type Heard = {
  readonly begun: (number: number) => void
  readonly ended: (number: number, told: Told) => void
  /** Its last word: nothing more comes. */
  readonly done: () => void
}

/** Understands the executor's lines, one after the other: what stands between the beginning of a program and its end is about it. */
export function listen({ begun, ended, done }: Heard): (line: string) => void {
  let lines: string[] = []
  let beside: Omit<Told, 'observation'> = {}
  return line => {
    const beginning = /^# begin p(\d+)$/.exec(line)?.[1]
    const end = /^ok 1 p(\d+)/.exec(line)?.[1]
    const [edges, counts] = [edgesOf(line), countsOf(line)]
    if (edges !== undefined) beside = { ...beside, edges }
    if (counts !== undefined) beside = { ...beside, counts }
    if (beginning !== undefined) {
      lines = []
      beside = {}
      begun(Number(beginning))
    }
    lines.push(line)
    if (end !== undefined) {
      const observation = readObservations(`${lines.join('\n')}\n`).get(`p${end}`)
      if (observation !== undefined) ended(Number(end), { observation, ...beside })
    }
    if (line === '# end') done()
  }
}

/** An edge is a number below 2^48: its lower 32 bits are those of the address that it leads to, the others sum up where it comes from. */
export const edgesOf = (line: string): readonly number[] | undefined =>
  words(/^# edges((?: [\da-f]{1,12})*)$/, line)?.map(edge => Number.parseInt(edge, 16))

/** Nothing of a line that is garbled. */
export const countsOf = (line: string): Counts | undefined => {
  const all = words(/^# census((?: [^\s=]+=\d+)+)$/, line)?.map(word => word.split('='))
  return all === undefined ? undefined : new Map(all.map(([cache = '', count]) => [cache, Number(count)]))
}

const words = (form: RegExp, line: string): readonly string[] | undefined =>
  form.exec(line)?.[1]?.split(' ').slice(1)
