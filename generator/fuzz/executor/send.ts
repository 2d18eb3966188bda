import type { Target } from '../../../specs/target.js'
import { encode, wireAsked, wireEnd } from '../../suite/render.js'
import type { Request } from './executor.js'
import type { HostClock } from './host-clock.js'
import type { InFlight } from './in-flight.js'

/** So many programs are on their way to a guest, so that it never waits; and so many numbers are used in turn. */
const onTheWay = 512
export const numbers = 5_000
const batch = 64

/** Puts programs on the wire, in pieces and never too many at once. */
export type Sender = {
  readonly programs: () => AsyncIterable<Uint8Array>
  /** Something was heard, so there may be room again. */
  readonly wake: () => void
  /** Nobody reads any more. */
  readonly close: () => void
  /** Whether all were sent. */
  readonly isDone: () => boolean
}

export function sender(
  target: Target,
  host: HostClock,
  next: () => Request | undefined,
  { add, size }: InFlight,
): Sender {
  let [count, isClosed, isDone] = [0, false, false]
  let wake = (): void => {}
  const piece = (first: Request): Uint8Array => {
    const programs: Uint8Array[] = []
    for (let test: Request | undefined = first; test !== undefined; ) {
      const [{ program, asked }, number] = [test, count++ % numbers]
      add(number, test)
      if (asked !== undefined) programs.push(wireAsked(asked))
      programs.push(host.time('encode', () => encode(program, number, target)))
      test = programs.length < batch ? next() : undefined
    }
    return Buffer.concat(programs)
  }
  async function* programs(): AsyncGenerator<Uint8Array> {
    for (let test = next(); test !== undefined; test = next()) {
      yield piece(test)
      while (size() > onTheWay && !isClosed)
        await new Promise<void>(resolve => {
          wake = resolve
        })
      if (isClosed) return
    }
    isDone = true
    yield wireEnd
  }
  const close = (): void => {
    isClosed = true
    wake()
  }
  return { programs, wake: () => wake(), close, isDone: () => isDone }
}
