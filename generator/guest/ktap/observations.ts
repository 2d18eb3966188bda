import type { Observation } from '../../suite/suite.js'
import { linesOf } from './lines.js'
import { outcomesOf } from './outcomes.js'

type Running = { readonly name: string; readonly outcomes?: Observation['outcomes'] }

/**
 * What came back of each test that began, by its name. A test begins as `lost`, and only its own line of outcomes
 * followed by its own result line makes it `done`, `hang` or `crash`; what was cut off or garbled stays lost.
 */
export function readObservations(text: string): ReadonlyMap<string, Observation> {
  const observations = new Map<string, Observation>()
  let running: Running | undefined
  for (const line of linesOf(text)) {
    const begun = /^ *# begin (\w+)$/.exec(line)?.[1]
    const steps = /^ *# steps(?: (.*))?$/.exec(line)
    const [, result, directive = ''] = /^ *(?:not )?ok \d+ (\w+)(?: # (.*))?$/.exec(line) ?? []
    if (begun !== undefined) {
      running = { name: begun }
      observations.set(begun, lost('began and did not end'))
    } else if (steps !== null && running !== undefined) {
      running = { name: running.name, ...optional(outcomesOf(steps[1] ?? '')) }
    } else if (running !== undefined && result === running.name) {
      observations.set(result, finish(running, directive))
      running = undefined
    }
  }
  return observations
}

const lost = (detail: string): Observation => ({ end: 'lost', outcomes: [], detail })

const optional = (outcomes: Observation['outcomes'] | undefined): Omit<Running, 'name'> =>
  outcomes === undefined ? {} : { outcomes }

function finish({ outcomes }: Running, directive: string): Observation {
  if (outcomes === undefined) return lost(directive === '' ? 'ended without its outcomes' : directive)
  if (directive.startsWith('hang')) return { end: 'hang', outcomes, detail: directive }
  if (directive.startsWith('crash'))
    return { end: 'crash', outcomes, detail: directive.replace(/^crash,? */, '') }
  return directive === ''
    ? { end: 'done', outcomes, detail: '' }
    : { end: 'lost', outcomes, detail: directive }
}
