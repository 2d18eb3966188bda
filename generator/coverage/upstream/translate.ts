import { namesOf } from '../../../specs/names-of.js'
import type { Outcome } from '../../../specs/outcome.js'
import { asOp, type Capability, type Op } from '../../../specs/program.js'
import { errnos } from '../../../specs/uapi/errno.js'
import { calls } from './calls.js'
import { childOf, type WatchedProcess } from './process.js'
import type { WatchedCall, WatchedChild, WatchedEvent, WatchedTest } from './record.js'
import { newTranslator, type Translator, type Writing } from './translator.js'

/** A test as a program, as far as it can be written as one, with what the kernel answered. */
export type Translation = {
  readonly name: string
  readonly ops: readonly Op[]
  readonly outcomes: readonly Outcome[]
  /** Which call cannot be written, if one cannot, and how many calls come from there on. */
  readonly stop: { readonly why: string; readonly calls: number } | undefined
}

/** The outcome that a result is. */
const outcomeOf = (result: number): Outcome =>
  result >= 0 ? 'OK' : (namesOf(errnos).find(name => errnos[name] === -result) ?? `=errno ${-result}`)

/** A call that the kernel starts again after a signal has given nothing yet (ERESTARTSYS). */
const restarted = -512

/** Processes that execute another program are helpers of a test's set-up. */
const helpersIn = (events: readonly WatchedEvent[]): ReadonlySet<number> =>
  new Set(
    events.flatMap(event =>
      event.kind === 'call' && event.name === 'execve' && event.result === 0 ? [event.pid] : [],
    ),
  )

type WrittenStep = { readonly op: Op; readonly outcome: Outcome }

const stepOf = (
  process: WatchedProcess,
  writing: Exclude<Writing, 'aside' | { why: string }>,
  result: number,
): WrittenStep => ({
  op: asOp({
    kind: writing.kind,
    ...writing.fields,
    ...(process.actor === 0 ? {} : { actor: process.actor }),
  }),
  outcome: result < 0 ? outcomeOf(result) : (writing.observed ?? 'OK'),
})

const isSame = (one: readonly Capability[], other: readonly Capability[]): boolean =>
  one.join() === other.join()

/** Gives up what the process gave up, and lowers or raises the rest, before the first call for which that may matter. */
function changedCaps(process: WatchedProcess): readonly WrittenStep[] {
  const { caps, written } = process
  process.written = caps
  const { effective, permitted } = caps
  const isDropped = !isSame(permitted, written.permitted)
  const dropped = permitted.length === 0 ? {} : { keep: permitted }
  const lowered = permitted.filter(name => !effective.includes(name))
  return [
    ...(isDropped ? [stepOf(process, { kind: 'drop_caps', fields: dropped }, 0)] : []),
    ...(isSame(effective, isDropped ? permitted : written.effective)
      ? []
      : [stepOf(process, { kind: 'lower_caps', fields: { caps: lowered } }, 0)]),
  ]
}

function callSteps(
  translator: Translator,
  call: WatchedCall,
): readonly WrittenStep[] | { readonly why: string } {
  const thread = translator.threads.get(call.pid)
  const process = translator.processes.get(thread?.of ?? call.pid)
  const translate = calls[call.name]
  if (process === undefined || translate === undefined || call.result === restarted) return []
  const writing = translate(translator, process, call)
  if (writing === 'aside') return []
  if ('why' in writing) return writing
  if (thread !== undefined) return { why: 'a call of a thread' }
  return [...changedCaps(process), stepOf(process, writing, call.result)]
}

function exitSteps({ processes }: Translator, pid: number): readonly WrittenStep[] {
  const process = processes.get(pid)
  processes.delete(pid)
  return [...(process?.descriptors.values() ?? [])].flatMap(held =>
    process !== undefined && held.is === 'socket'
      ? [stepOf(process, { kind: 'close', fields: { socket: held.slot } }, 0)]
      : [],
  )
}

function forkSteps(translator: Translator, pid: number, child: number): readonly WrittenStep[] {
  const parent = translator.processes.get(pid)
  if (parent === undefined) return []
  const actor = translator.next.actor++
  translator.processes.set(child, childOf(parent, actor))
  return [stepOf(parent, { kind: 'fork', fields: { child: actor } }, 0)]
}

function noteThread({ processes, threads }: Translator, { pid, child }: WatchedChild): void {
  const of = threads.get(pid)?.of ?? pid
  threads.set(child, { of, isEarly: processes.get(of)?.isRestricted === false })
}

/** Writes a test as a program. */
export function translate({ name, pid, events }: WatchedTest): Translation {
  const translator = newTranslator(pid)
  const helpers = helpersIn(events)
  const steps: WrittenStep[] = []
  const stopped = (index: number, why: string): Translation => ({
    ...{ name, ops: steps.map(({ op }) => op), outcomes: steps.map(({ outcome }) => outcome) },
    stop: { why, calls: events.slice(index).filter(({ kind }) => kind === 'call').length },
  })
  for (const [index, event] of events.entries()) {
    if (event.kind === 'child') {
      if (event.isThread) noteThread(translator, event)
      else if (!helpers.has(event.child)) steps.push(...forkSteps(translator, event.pid, event.child))
    } else if (event.kind === 'exit') {
      steps.push(...exitSteps(translator, event.pid))
    } else {
      const writing = callSteps(translator, event)
      if ('why' in writing) return stopped(index, writing.why)
      steps.push(...writing)
    }
  }
  return {
    name,
    ops: steps.map(({ op }) => op),
    outcomes: steps.map(({ outcome }) => outcome),
    stop: undefined,
  }
}
