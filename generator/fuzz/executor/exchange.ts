import { isVoid } from '../../guest/qemu.js'
import { ToolError } from '../../shared/error.js'
import type { Executor, GuestEnd, Request, Work } from './executor.js'
import { hostClock } from './host-clock.js'
import { type InFlight, inFlight } from './in-flight.js'
import { listen } from './listen.js'
import { proof } from './proof.js'
import { type Sender, sender } from './send.js'

/** What is said to one guest, and what it says. */
type Exchange = Pick<Sender, 'programs' | 'close'> & {
  readonly sent: InFlight
  readonly onLine: (line: string) => void
  /** What its end means. */
  readonly ending: (ended: GuestEnd | ToolError) => ExchangeEnd
}

/** All is done, a program ended the guest, or something went wrong on our side. */
type ExchangeEnd = 'done' | ToolError | { readonly blamed: Request; readonly guest: GuestEnd }

/** Sends programs to one guest as it answers, once it has said that it is the right one. */
export function exchange({ target, id, host = hostClock() }: Executor, work: Work): Exchange {
  const sent = inFlight((test, seen) => host.time('judge', () => work.observed(test, seen)))
  const next = (): Request | undefined => host.time('draw', work.next)
  const { programs, wake, close, isDone } = sender(target, host, next, sent)
  const { believes, refusal } = proof(id)
  let isWhole = false
  const done = (): void => {
    isWhole = true
  }
  const { hear, finish } = listen({ ...sent, done })
  const onLine = (line: string): void => {
    host.time('read', () => {
      if (believes(line)) hear(line)
    })
    if (refusal() === undefined) wake()
    else close()
  }
  const ending = (ended: GuestEnd | ToolError): ExchangeEnd => {
    finish()
    const refused = refusal()
    if (refused !== undefined) return refused
    if (isWhole && isDone()) return 'done'
    if (ended instanceof ToolError) return ended
    const blamed = isWhole || isOurs(ended) ? undefined : sent.blamed(ended)
    if (blamed !== undefined) return { blamed, guest: ended }
    return isDone() && sent.size() === 0 ? 'done' : unblamed(ended)
  }
  return { sent, programs, close, onLine, ending }
}

/** What befell a guest, or its executor, whatever its kernel does: it was killed, its clock or its code went wrong, or the executor said too much. */
const isOurs = ({ end, detail }: GuestEnd): boolean =>
  isVoid(end) ||
  ['killed', 'stopped', 'stay'].includes(end) ||
  (end === 'flood' && !detail.endsWith('console'))

const unblamed = (ended: GuestEnd): ToolError => {
  const { end, detail, console } = ended
  const why = isOurs(ended) ? 'and no program is to blame' : 'while no program ran in it'
  return new ToolError(
    'E_EXECUTOR',
    `A guest ended (${end}${detail === '' ? '' : `: ${detail}`}) ${why}; its last lines are below.`,
    {
      output: console.slice(-2_000),
    },
  )
}
