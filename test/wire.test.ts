import t from 'tap'
import { callNumber, wireCalls } from '../generator/suite/render/wire/calls.js'
import { encode, wireAsked, wireEnd } from '../generator/suite/render.js'
import { at, bind, program, tcp } from '../specs/arbitrary/ops.js'
import { asOp } from '../specs/program.js'
import { targets } from './targets.js'

const [, , target] = targets
if (target === undefined) throw new Error('no target')

t.test('a program is a mark, its number, its needs and its ops', async t => {
  const socket = [callNumber(tcp(0)) * 2, 0, 0, 0, 0, 3 * 2, 2 * 2, 1 * 2, 0]
  t.strictSame([...encode(program(tcp(0)), 7, target)], [76, 14, 0, 0, 2, ...socket])
  t.strictSame([...wireEnd], [0])
})

t.test('what begins together with the op before it comes with one more than its delay', async t => {
  const [before, joined] = [0, 7].map(delay => [
    ...encode({ ops: [asOp({ ...tcp(0), at_once: delay })] }, 0, target),
  ])
  t.equal(before?.[8], 1 * 2)
  t.equal(joined?.[8], 8 * 2)
})

t.test('numbers take as many bytes as they need, below zero too', async t => {
  const tail = (port: number): readonly number[] => {
    const bytes = [...encode(program(tcp(0), bind(0, { ...at(port), length: 300 })), 0, target)]
    return bytes.slice(-4)
  }
  t.strictSame(tail(80), [0xa0, 1, 0xd8, 4])
  const whole = [...encode(program(tcp(0), bind(0, at(80))), 0, target)]
  t.equal(whole.at(-1), 1, 'no length of its own is -1, which is sent as 1')
})

t.test('edges are asked for by a mark, how many there are, and each of them', async t => {
  t.strictSame([...wireAsked([3, 2 ** 47])], [69, 4, 6, ...[128, 128, 128, 128, 128, 128, 64]])
})

t.test('what decides about the C of an op has a number of its own', async t => {
  t.equal(new Set(wireCalls.map(({ name }) => name)).size, wireCalls.length)
  const abi = callNumber({ kind: 'query', what: 'abi' })
  t.not(abi, callNumber({ kind: 'query', what: 'errata' }))
  t.equal(wireCalls[abi]?.name, 'query abi')
  t.throws(() => callNumber({ kind: 'nothing' } as never), /no call for nothing/)
})
