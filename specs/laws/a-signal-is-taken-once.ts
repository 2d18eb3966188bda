import { type EndingCase, ending } from '../arbitrary/ends.js'
import { at, bind, connect, mptcp, recv, send, server, tcp, udp } from '../arbitrary/ops.js'
import { cameTo, signal } from '../arbitrary/signals.js'
import type { Op, OpOf } from '../program.js'
import type { Spec } from '../spec.js'

/** A call without a signal, so that nothing waits for anybody. */
const probe: Op = { kind: 'kill', target: 0 }
const enter: Op = { kind: 'unshare', what: 'user' }
const own = (socket: number, rest: Partial<OpOf<'setown'>> = {}): Op => ({
  ...{ kind: 'setown', socket, owner: 0 },
  ...rest,
})
const [usr1, urg, io] = (['SIGUSR1', 'SIGURG', 'SIGIO'] as const).map(signal => cameTo(0, { signal }))

/** Socket 1 sends to socket 0. */
const pair: readonly Op[] = [udp(0), bind(0, at('a')), udp(1), connect(1, at('a'))]

/** Socket 1 is connected to socket 0, which listens. */
const stream: readonly Op[] = [...server(0, at('a')), tcp(1), connect(1, at('a'))]

const cases: readonly EndingCase[] = [
  { ops: [signal(0), usr1 ?? [], usr1 ?? []], ends: 'EAGAIN' },
  { ops: [signal(0), urg ?? []], ends: 'EAGAIN' },
  { ops: [signal(0), signal(0, { signal: 'SIGURG' }), urg ?? []], ends: 'OK' },
  { ops: [signal(0), signal(0, { signal: 'SIGURG' }), usr1 ?? []], ends: 'OK' },
  { ops: [probe, enter], ends: 'OK' },
  { ops: [pair, send(1), own(0, { async: true }), recv(0), io ?? []], ends: 'EAGAIN' },
  { ops: [pair, send(1), own(0, { async: true }), recv(0), urg ?? []], ends: 'EAGAIN' },
  { ops: [pair, own(0), send(1), io ?? []], ends: 'EAGAIN' },
  { ops: [mptcp(0), own(0), io ?? []], ends: 'EAGAIN' },
  {
    ops: [stream, udp(2), own(2, { async: true }), { kind: 'send_oob', socket: 1 }, io ?? []],
    ends: 'EAGAIN',
  },
  { ops: [stream, own(1), { kind: 'send_oob', socket: 1 }, urg ?? []], ends: 'EAGAIN' },
]

/** A signal that came is taken once, and by who waits for that one; a socket that is read from raises none, nor does one that nobody owns. */
export const aSignalIsTakenOnce: Spec = {
  name: 'a-signal-is-taken-once',
  older: true,
  ...ending(() => cases),
}
