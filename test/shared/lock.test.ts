import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import t from 'tap'
import { alone } from '../../generator/shared/lock.js'
import { setVariable } from '../set-variable.js'

const quiet = (): void => {}

t.test('two users of one folder take turns, and the second is told for whom it waits', async t => {
  const folder = t.testdir()
  const order: string[] = []
  const said: string[] = []
  const taken = new Promise<void>(taken => {
    void alone(folder, quiet, async () => {
      order.push('first begins')
      taken()
      await sleep(200)
      order.push('first ends')
    })
  })
  await taken
  await alone(
    folder,
    text => said.push(text),
    async () => void order.push('second begins'),
  )
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

t.test('a holder that is killed outright has the lock no more', async t => {
  const folder = t.testdir()
  const lock = fileURLToPath(new URL('../../generator/shared/lock.ts', import.meta.url))
  const holds = `
    import { alone } from ${JSON.stringify(lock)}
    void alone(${JSON.stringify(folder)}, () => {}, () => new Promise(() => {
      process.stdout.write('held')
      setInterval(() => {}, 1_000)
    }))`
  const holder = execa('node', ['--import', 'tsx', '--input-type=module', '--eval', holds], { reject: false })
  await once(holder.stdout, 'data')
  const said: string[] = []
  const second = alone(
    folder,
    text => {
      said.push(text)
      holder.kill('SIGKILL')
    },
    async () => 'taken',
  )
  t.equal(await second, 'taken')
  t.strictSame(said, [`waiting for process ${holder.pid}, which builds in ${folder}`])
})

t.test('where nothing can be locked, it is said', async t => {
  setVariable(t, 'XDG_CACHE_HOME', t.testdir({ landlockstep: { 2: { locks: 'a file' } } }))
  await t.rejects(
    alone('/a', quiet, async () => {}),
    { code: 'E_DISK' },
  )
})
