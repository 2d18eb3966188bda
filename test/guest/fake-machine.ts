import { isInRange } from '../../generator/guest/ktap.js'
import type { Machine, StartOptions } from '../../generator/guest/machine.js'
import { type BootResult, isVoid } from '../../generator/guest/qemu.js'
import type { Test } from '../../generator/suite/suite.js'
import { suiteLines } from '../channel.js'
import { emptyFolder } from '../empty-folder.js'

export const tests: readonly Test[] = [0, 1, 2, 3].map(index => ({
  name: `a_law_${index}`,
  law: 'a-law',
  id: String(index),
  program: { ops: [{ kind: 'drop_caps' }] },
  allowed: [['OK']],
  clauses: [[]],
}))

export const id = 'ab'.repeat(32)

export const report = '# target release 7\n# target abi 1\n# target errata 1\n# target end\n'

/** How a guest ends when it comes to a test, or how that hangs, and how the guest ends in which it runs again. */
export type Fault =
  | BootResult['end']
  | { readonly hangs: 'always' | 'once' | 'by a fast clock'; readonly end?: BootResult['end'] }

export type Given = { readonly starts: StartOptions[]; readonly told: string[] }

export const given = (): Given => ({ starts: [], told: [] })

export const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** What of the suite runs from there on. */
const chosen = (all: readonly Test[], { only, ...range }: StartOptions): readonly Test[] =>
  only === undefined
    ? all.filter((_, number) => isInRange(range, number))
    : all.filter(({ name }) => name === only)

/** A machine on which some tests do not come to their end. */
export function machine(
  faults: Readonly<Record<number, Fault>>,
  { starts }: Given,
  all = tests,
  suite = [`# suite ${id}`],
): Machine {
  const faultOf = ({ name }: Test): Fault | undefined => faults[Number(/\d+$/.exec(name)?.[0])]
  const start: Machine['start'] = async (_packed, start, _folder, onLine) => {
    const isAgain = start.only !== undefined
    starts.push(start)
    const hangs = (fault: Fault | undefined): boolean =>
      typeof fault === 'object' && !(isAgain && fault.hangs === 'once')
    const lines = suiteLines(chosen(all, start), test =>
      hangs(faultOf(test))
        ? { outcomes: [], directive: `hang after ${start.patience} s` }
        : { outcomes: ['OK'] },
    )
    const [version = '', ...rest] = lines
    let channel = report
    for (const line of [version, ...suite, ...rest]) {
      if (start.abort?.aborted) return { end: 'stopped', detail: '', channel, console: '', seconds: 1 }
      channel += `${line}\n`
      onLine(line)
      const name = /# begin (\w+)/.exec(line)?.[1]
      const test = all.find(one => one.name === name)
      const fault = test === undefined ? undefined : faultOf(test)
      const end = typeof fault === 'object' ? (isAgain ? fault.end : undefined) : fault
      // Cut off where it stands, in the middle of a line.
      if (end !== undefined && !(isVoid(end) && starts.length > 1))
        return { end, detail: `by ${end}`, channel: `${channel}  # st`, console: end, seconds: 1 }
      if (isAgain && typeof fault === 'object' && fault.hangs === 'always') await sleep(8_100)
    }
    return { end: 'halt', detail: '', channel, console: '', seconds: 1 }
  }
  const kernel = { kind: 'native', ref: 'k', config: null, origin: 'o' } as const
  return { kernel, notes: [], pack: async () => '', start }
}

/** What is packed, and where the traces of guests go. */
export const rest = {
  packed: 'suite',
  id,
  folder: emptyFolder(),
  progress: () => {},
}
