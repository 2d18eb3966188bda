import t from 'tap'
import { pace } from '../../generator/fuzz/pace.js'

const second = 1_000

/** A clock that a test sets. */
function clock() {
  let at = 0
  const set = (seconds: number): void => {
    at = seconds * second
  }
  return { now: () => at, set }
}

t.test('the first and the last whole minute are told, from the first program on', async t => {
  const { now, set } = clock()
  const held = { host: 300, descriptors: 30, children: 3, scratch: 12 }
  const { ran, holds, minutes } = pace(() => held, now)
  set(7)
  for (let program = 0; program < 10; program += 1) ran(3)
  holds(40_000)
  holds(44_000)
  set(66)
  ran(14)
  set(67)
  t.same(minutes(), {}, 'nothing of one minute')
  for (let program = 0; program < 8; program += 1) ran(3)
  set(127)
  ran(3)
  const told = minutes().minutes
  const last = { programs: 8, ops: 24, ...held }
  t.match(told, { first: { programs: 11, ops: 44, kernel: 42, ...held }, last })
  t.notOk(told !== undefined && 'kernel' in told.last, 'what was not counted is not told')
})
