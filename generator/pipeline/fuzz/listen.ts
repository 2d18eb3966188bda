import { readObservations } from '../../ktap.js'
import type { Observation } from '../../suite.js'

/** Who hears what the executor says of a program, by its number on the wire. */
export type Heard = {
  readonly begun: (number: number) => void
  readonly ended: (number: number, observation: Observation) => void
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
      if (observation !== undefined) ended(Number(end), observation)
    }
    if (line === '# end') done()
  }
}
