import fc from 'fast-check'
import { accept, at, bind, close, connect, layer, listen, program, send, tcp, udp } from '../arbitrary/ops.js'
import type { Op, Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { withOutcome } from '../wrong.js'

/** The alphabet: what opens, what uses, and what restricts. */
const letters = (target: Target): readonly (readonly Op[])[] => [
  [tcp(0)],
  [tcp(0, 'AF_INET6')],
  [udp(0)],
  [bind(0, at('a'))],
  [bind(0, at(0, 'AF_INET6'))],
  [connect(0, at('a'))],
  [send(0, at('a'))],
  [listen(0)],
  [accept(0, 1)],
  [close(0)],
  layer(target, 0, ['bind_tcp']),
  layer(target, 1, ['connect_tcp'], [{ allow: ['connect_tcp'], port: 'a' }]),
]

/** Every program of up to three letters, shorter ones first. */
const words = (target: Target): readonly Program[] => {
  const alphabet = letters(target)
  const longer = (words: readonly (readonly Op[])[]) =>
    words.flatMap(word => alphabet.map(letter => [...word, ...letter]))
  const pairs = longer(alphabet)
  return [...alphabet, ...pairs, ...longer(pairs)].map(ops => program(ops))
}

/** Of every short program, only a bind or a connect after a layer that handles it is denied. */
export const onlyALayerDeniesAShortProgram: Spec = {
  name: 'only-a-layer-denies-a-short-program',
  programs: target => fc.constantFrom(...words(target)),
  every: words,
  holds: trace =>
    trace.every(({ op, outcome }, index) => {
      if (outcome !== 'EACCES') return true
      const isLayered = trace.slice(0, index).some(before => before.op.kind === 'restrict_self')
      return isLayered && (op.kind === 'bind' || (op.kind === 'connect' && 'port' in op.address))
    }),
  refutedBy: withOutcome('EACCES', op => op.kind === 'listen'),
}
