import { signals } from '../uapi/signal.js'
import { optional } from './field.js'
import { constant, sign, word } from './fields/names.js'
import { actor, slot } from './fields/slots.js'
import { op, opBy } from './op.js'

const signal = () => constant(signals, { what: 'a signal' })

/** A signal to the process of an actor, or to one of its threads; every process of a program blocks those that are sent, and none ends it. */
const kill = opBy(['thread', 'early_thread', 'fork', 'vfork', 'exec'])('kill', {
  fields: {
    target: actor(),
    /** Signal 0 without it: whether one might be sent. */
    signal: optional(signal()),
    /** By tgkill(2) it is for one thread, the first one or that which was there before the first op. */
    via: optional(word(['tgkill', 'tgkill_early', 'pidfd_send_signal'])),
  },
  call: ({ signal, via = 'kill' }) => {
    const number = signal === undefined ? '0' : '{signal}'
    return via === 'tgkill_early'
      ? `tgkill(actor {target}, early thread, ${number})`
      : `${via}(actor {target}, ${number})`
  },
  says: ({ signal, via }) => {
    const sent = signal === undefined ? 'signal 0' : '{signal}'
    if (via === 'tgkill_early')
      return `sends ${sent} to the thread of actor {target} that was made first, by tgkill(2)`
    return `sends ${sent} to actor {target}${via === undefined ? '' : `, by ${via}(2)`}`
  },
  c: {
    kill: 'signal_actor({target}, {signal})',
    tgkill: 'signal_thread({target}, {signal})',
    tgkill_early: 'signal_early_thread({target}, {signal})',
    pidfd_send_signal: 'signal_by_pidfd({target}, {signal})',
  },
  form: ({ via = 'kill' }) => via,
  calls: ({ via }) => [via === undefined || via === 'pidfd_send_signal' ? (via ?? 'kill') : 'tgkill'],
  needs: ({ signal, via }) => (signal === undefined && via === undefined ? [] : ['turns', 'signals']),
  meets: ({ via }) => (via === 'tgkill_early' ? ['early_thread'] : []),
  refused: {
    at: 'target',
    error: 'expected actor 0, the only one of which a thread was there before',
    when: ({ target, via }) => via === 'tgkill_early' && target !== 0,
  },
  settle: any => any.map(op => (op.via === 'tgkill_early' ? { ...op, target: 0 } : op)),
})

/** Takes a signal that waits for the thread, or for its process; EAGAIN if none came. */
const sigtimedwait = opBy(['thread', 'early_thread'])('sigtimedwait', {
  fields: { signal: signal() },
  call: 'sigtimedwait({signal})',
  says: 'takes {signal} if it came',
  c: 'await_signal({signal})',
  needs: ['turns', 'signals'],
  cost: 10,
})

/** fcntl(F_SETOWN): SIGURG of a socket is for this process from then on, and with O_ASYNC also SIGIO. */
const setown = op('setown', {
  fields: { socket: slot(), owner: actor(), async: optional(sign('O_ASYNC')) },
  call: 'fcntl(socket {socket}, F_SETOWN, actor {owner}{async})',
  says: 'makes actor {owner} the owner of socket {socket}{async}',
  c: 'set_owner({socket}, {owner}, {async})',
  needs: ['turns', 'signals'],
})

/** The ops of this family. */
export const ops = [kill, sigtimedwait, setown] as const
