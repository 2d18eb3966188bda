import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { alone } from '../../generator/shared/lock.js'

const quiet = (): void => {}

t.test('two users of one folder take turns, and the second is told for whom it waits', async t => {
  const folder = t.testdir()
  const order: string[] = []
  const said: string[] = []
  const first = alone(folder, quiet, async () => {
    order.push('first begins')
    await sleep(200)
    order.push('first ends')
  })
  await sleep(50)
  await alone(
    folder,
    text => said.push(text),
    async () => void order.push('second begins'),
  )
  await first
  t.strictSame(order, ['first begins', 'first ends', 'second begins'])
  t.strictSame(said, [`waiting for process ${process.pid}, which builds in ${folder}`])
})

t.test('folders do not keep each other waiting, and a failure gives the lock back', async t => {
  const folder = t.testdir()
  await alone(`${folder}/a`, quiet, () =>
    alone(
      `${folder}/b`,
      text => t.fail(text),
      async () => {},
    ),
  )
  await t.rejects(
    alone(folder, quiet, () => Promise.reject(new Error('no'))),
    { message: 'no' },
  )
  t.equal(
    await alone(
      folder,
      text => t.fail(text),
      async () => 7,
    ),
    7,
  )
})
