import { readObservations } from '../../ktap.js'
import type { Observation } from '../../suite.js'

/** How many objects of each kind the kernel holds, by the name of their cache. */
export type Counts = ReadonlyMap<string, number>

/** Who hears what the executor says of a program, by its number on the wire. */
export type Heard = {
  readonly begun: (number: number) => void
  readonly ended: (number: number, observation: Observation, counts: Counts | undefined) => void
  /** Its last word: nothing more comes. */
  readonly done: () => void
}

/** Understands the executor's lines, one after the other: what stands between the beginning of a program and its end is about it. */
export function listen({ begun, ended, done }: Heard): (line: string) => void {
  let lines: string[] = []
  return line => {
    const beginning = /^# begin p(\d+)$/.exec(line)?.[1]
    const end = /^ok 1 p(\d+)/.exec(line)?.[1]
    if (beginning !== undefined) {
      lines = []
      begun(Number(beginning))
    }
    lines.push(line)
    if (end !== undefined) {
      const observation = readObservations(`${lines.join('\n')}\n`).get(`p${end}`)
      if (observation !== undefined) ended(Number(end), observation, countsIn(lines))
    }
    if (line === '# end') done()
  }
}

function countsIn(lines: readonly string[]): Counts | undefined {
  const words = lines.map(line => /^# census (.*)$/.exec(line)?.[1]).find(found => found !== undefined)
  const counts = words?.split(' ').map(word => /^(.+)=(\d+)$/.exec(word))
  return counts === undefined
    ? undefined
    : new Map(counts.flatMap(found => (found === null ? [] : [[found[1] ?? '', Number(found[2])] as const])))
}
