import t from 'tap'
import { lines } from '../../generator/shared/progress.js'

t.test('without a terminal a line comes when a thing begins, and then only now and then', async t => {
  const told: string[] = []
  let now = 0
  const { show } = lines({ write: text => told.push(text) }, () => now)
  show('compiling a.c (1)')
  show('compiling b.c (2)')
  now = 4_999
  show('compiling c.c (3)')
  now = 5_000
  show('compiling d.c (4)')
  show('running 5 programs')
  t.strictSame(told, ['compiling a.c (1)\n', 'compiling d.c (4)\n', 'running 5 programs\n'])
})
