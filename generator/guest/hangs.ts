import { join } from 'node:path'
import { ToolError } from '../shared/error.js'
import type { GuestRun, Observed } from './course.js'
import { checkSuiteId, patience, readObservations, withAgain } from './ktap.js'
import { lossOf } from './loss.js'
import type { Machine } from './machine.js'
import { type BootResult, isVoid } from './qemu.js'

/** So many are run again, at the same time: one would do for the verdict. */
const maxAgain = 3

const deadlineMs = 120_000

/**
 * Runs each test that hung again, alone in a fresh guest and with more patience: only what hangs there as well does hang, and else what it
 * gave there counts. Those that are not run again are lost.
 */
export async function confirmHangs(
  course: GuestRun,
  seen: Observed,
  hung: readonly string[],
  processors: number,
): Promise<Observed> {
  let all = seen
  // What hangs takes no processor, so that they can be waited for together.
  const again = async (name: string, index: number): Promise<Run> =>
    runAgain(course, name, processors, seen.boots + index)
  const runs = await together(hung.slice(0, maxAgain), again, course.machine)
  for (const { name, boot, ms } of runs) {
    checkSuiteId(boot.channel, course.id)
    const said = isVoid(boot.end) ? '' : boot.channel
    const channel = withAgain(all.channel, { name, ms }, said)
    all = {
      ...all,
      channel,
      console: all.console + boot.console,
      boots: all.boots + 1,
      ...afterRepeat(all, name, channel, boot),
    }
  }
  const others = hung.slice(maxAgain)
  if (others.length === 0) return all
  const more = `${others.length} more programs hung, and were not run again to make sure: ${others.join(', ')}`
  return { ...all, lost: [...all.lost, more] }
}

/** What a reader should know of a test that ran again. */
function afterRepeat(
  { lost, notes }: Observed,
  name: string,
  channel: string,
  boot: BootResult,
): Pick<Observed, 'lost' | 'notes'> {
  const { end, detail } = readObservations(channel).get(name) ?? { end: 'lost', detail: '' }
  if (end === 'hang') return { lost, notes }
  if (end !== 'lost') return { lost, notes: [...notes, `${name} hung once, and not when it ran again`] }
  const why = boot.end === 'halt' ? detail : lossOf(boot)
  return { lost: [...lost, `nobody knows if ${name} hangs: ${why}`], notes }
}

/** At the same time where there can be several. */
async function together(
  names: readonly string[],
  again: (name: string, index: number) => Promise<Run>,
  { kernel }: Machine,
): Promise<readonly Run[]> {
  if (kernel.kind !== 'native') return Promise.all(names.map(again))
  const runs: Run[] = []
  for (const [index, name] of names.entries()) runs.push(await again(name, index))
  return runs
}

/** How a guest ended in which one test ran, and for how long that did by our clock. */
type Run = { readonly name: string; readonly boot: BootResult; readonly ms: number }

async function runAgain(
  { machine, packed, folder, progress }: GuestRun,
  name: string,
  processors: number,
  boots: number,
): Promise<Run> {
  progress(`running ${name} again on ${machine.kernel.ref}, as it hung`)
  let [begun, ended] = [0, 0]
  const onLine = (line: string): void => {
    if (/^ *# begin /.test(line)) begun = performance.now()
    if (/^ +(not )?ok \d+ /.test(line)) ended = performance.now()
  }
  const start = { from: 0, processors, only: name, patience, deadlineMs }
  const boot = await machine.start(packed, start, join(folder, `boot-${boots}`), onLine).catch(unstartable)
  return { name, boot, ms: Math.max(0, ended - begun) }
}

/** Nothing that was seen is lost because it cannot be seen once more. */
function unstartable(error: unknown): BootResult {
  if (!(error instanceof ToolError) || error.code !== 'E_QEMU') throw error
  return { end: 'killed', detail: error.message, channel: '', console: '', seconds: 0 }
}
