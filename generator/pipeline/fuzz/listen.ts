import { readObservations } from '../../ktap.js'
import type { Observation } from '../../suite.js'

/** Edges of the kernel's code that no program had reached before in that guest; undefined of a kernel without KCOV. */
export type Edges = readonly number[] | undefined

/** Who hears what the executor says of a program, by its number on the wire. */
export type Heard = {
  readonly begun: (number: number) => void
  readonly ended: (number: number, observation: Observation, edges: Edges) => void
  /** Its last word: nothing more comes. */
  readonly done: () => void
}

/** Understands the executor's lines, one after the other: what stands between the beginning of a program and its end is about it. */
export function listen({ begun, ended, done }: Heard): (line: string) => void {
  let lines: string[] = []
  let edges: Edges
  return line => {
    const beginning = /^# begin p(\d+)$/.exec(line)?.[1]
    const end = /^ok 1 p(\d+)/.exec(line)?.[1]
    edges = edgesOf(line) ?? edges
    if (beginning !== undefined) {
      lines = []
      edges = undefined
      begun(Number(beginning))
    }
    lines.push(line)
    if (end !== undefined) {
      const observation = readObservations(`${lines.join('\n')}\n`).get(`p${end}`)
      if (observation !== undefined) ended(Number(end), observation, edges)
    }
    if (line === '# end') done()
  }
}

/** An edge is a number below 2^48: its lower 32 bits are those of the address that it leads to, the others sum up where it comes from. */
export const edgesOf = (line: string): Edges =>
  /^# edges((?: [\da-f]{1,12})*)$/
    .exec(line)?.[1]
    ?.split(' ')
    .slice(1)
    .map(edge => Number.parseInt(edge, 16))
