import t from 'tap'
import { guestClock } from '../../../generator/guest/qemu/clock.js'

/** What is wrong with a clock by marks, each by the guest's clock and by ours, in seconds. */
function judged(marks: readonly (readonly [number, number])[], isRestored = false) {
  let now = 0
  const { hear, slow } = guestClock({ isRestored, now: () => now })
  return marks.map(([guest, host]) => {
    now = host * 1_000
    return hear(`# clock ${guest * 1_000}`) ?? slow()
  })
}

t.test('a clock that goes as ours is right, however late its marks are heard', async t => {
  t.strictSame(
    judged([
      [1, 3],
      [2, 4],
      [30, 33],
    ]),
    [undefined, undefined, undefined],
  )
  t.strictSame(
    judged([
      [1, 14],
      [2, 15],
      [13, 27],
    ]),
    [undefined, undefined, undefined],
  )
  t.strictSame(
    judged([
      [1, 3],
      [2, 13],
    ]),
    [undefined, undefined],
  )
})

t.test('a clock that runs thirty times too fast is wrong by its first mark', async t => {
  t.strictSame(judged([[45, 3]]), ['its clock went on by 45000 ms in 3000 ms'])
})

t.test('a clock that jumps ahead is wrong from then on, one that goes back at once', async t => {
  t.match(
    judged([
      [1, 3],
      [2, 4],
      [100, 20],
    ]),
    [undefined, undefined, /went on by 100000 ms in 20000 ms/],
  )
  t.match(
    judged([
      [9, 10],
      [5, 11],
    ]),
    [undefined, 'its clock went back by 4000 ms'],
  )
})

t.test('a clock that stands still is wrong, a kernel that starts late is not', async t => {
  t.match(
    judged([
      [1, 30],
      [1, 50],
    ]),
    [undefined, /went on by 0 ms in 20000 ms/],
  )
})

t.test('a guest that goes on from a saved state began to count before', async t => {
  t.strictSame(
    judged(
      [
        [500, 1],
        [510, 11],
      ],
      true,
    ),
    [undefined, undefined],
  )
  t.match(
    judged(
      [
        [500, 1],
        [600, 11],
      ],
      true,
    ),
    [undefined, /100000 ms in 10000 ms/],
  )
})

t.test('other lines say nothing of it', async t => {
  const { hear } = guestClock()
  t.strictSame(['# clock', '# clock x', ' # clock 99999999', '# clock 99999999x'].map(hear), [
    ...[undefined, undefined, undefined, undefined],
  ])
})
