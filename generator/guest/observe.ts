import { join } from 'node:path'
import { isRace } from '../../specs/program.js'
import type { Progress } from '../shared/progress.js'
import type { Test } from '../suite/suite.js'
import { checkSuite, withBoot } from './ktap.js'
import type { Machine } from './machine.js'

/** What the guests of one run said, one after another. */
export type Observed = {
  readonly channel: string
  readonly console: string
  /** One sentence per guest that was lost, with the test at which it was. */
  readonly lost: readonly string[]
  readonly boots: number
}

/** So many guests may be lost in one run; what was not reached by then stays missing. */
const maxBoots = 10

/** The tests of a suite, and the id that its program prints. */
export type Observable = { readonly id: string; readonly tests: readonly Test[] }

/**
 * Runs the suite; where the guest is lost, a fresh one goes on with the test after the lost one.
 * Error: E_SUITE when it was another suite that ran.
 */
export async function observe(
  machine: Machine,
  packed: string,
  { id, tests }: Observable,
  folder: string,
  progress: Progress,
  most = maxBoots,
): Promise<Observed> {
  const numbers = new Map(tests.map(({ name }, index) => [name, index]))
  // Those who race need a processor each; to the others a second one only brings waiting.
  const processors = tests.some(({ program }) => isRace(program)) ? 2 : 1
  let seen: Observed = { channel: '', console: '', lost: [], boots: 0 }
  for (let from = 0; from < tests.length && seen.boots < most; ) {
    const text = `running ${tests.length} programs on ${machine.kernel.ref}`
    const start = from
    let done = 0
    progress(text)
    const onLine = (line: string) => {
      if (/^\s+(not )?ok \d+ /.test(line)) progress(`${text}: ${start + ++done}`)
    }
    const boot = await machine.start(packed, { from, processors }, join(folder, `boot-${seen.boots}`), onLine)
    checkSuite(boot.channel, id)
    const name = lastBegun(boot.channel)
    const at = numbers.get(name)
    const complete = isComplete(boot.channel)
    seen = {
      channel: withBoot(seen.channel, seen.boots, start, boot.channel),
      console: seen.console + boot.console,
      lost: complete ? seen.lost : [...seen.lost, loss(boot.end, name)],
      boots: seen.boots + 1,
    }
    if (complete || at === undefined) break
    from = at + 1
  }
  return seen
}

const lastBegun = (channel: string): string => [...channel.matchAll(/^ *# begin (\S+)/gm)].at(-1)?.[1] ?? ''

const isComplete = (channel: string): boolean => /^# end$/m.test(channel)

const loss = (end: string, name: string): string =>
  `the guest was lost (${end}) ${name === '' ? 'before the first program' : `in ${name}`}`
