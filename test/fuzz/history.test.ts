import t from 'tap'
import { history } from '../../generator/fuzz/history.js'

const none = { corpus: 0, clauses: 0, pairs: 0, edges: 0, findings: 0 }

t.test('a session is noted about each second, and at its end', async t => {
  let [second, programs] = [0, 0]
  const { goesOn, points } = history(
    () => second,
    () => ({ programs, ...none }),
  )
  for (const at of [0.2, 0.9, 1.1, 1.3, 2.4]) {
    second = at
    programs += 10
    goesOn()
  }
  second = 2.9
  t.strictSame(
    points().map(one => [one.second, one.programs]),
    [
      [1.1, 30],
      [2.4, 50],
      [2.9, 50],
    ],
  )
})

t.test('however long it takes, the points are few and evenly spread', async t => {
  let second = 0
  const { goesOn, points } = history(
    () => second,
    () => ({ programs: second, ...none }),
  )
  for (; second < 10_000; second += 1) goesOn()
  const seconds = points().map(one => one.second)
  t.ok(seconds.length > 40 && seconds.length <= 121, `${seconds.length}`)
  const steps = new Set(seconds.slice(1, -1).map((one, at) => one - (seconds[at] ?? 0)))
  t.equal(steps.size, 1, [...steps].join())
  t.equal(seconds.at(-1), 10_000)
})
