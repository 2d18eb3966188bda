import t from 'tap'
import { mistakesOf } from '../../generator/mutate/design-mistakes.js'

t.test('mistakes are chosen by their names', async t => {
  const chosen = await mistakesOf('socket-create', ['hook-lost', 'key-without-type'])
  t.strictSame(chosen.map(({ name }) => name).sort(), ['hook-lost', 'key-without-type'])
  t.ok((await mistakesOf('socket-create')).length > chosen.length)
})

t.test('an unknown design and an unknown mistake are told with what there is', async t => {
  await t.rejects(mistakesOf('socket-made'), { code: 'E_DESIGN', message: /socket-made.*socket-create/ })
  const unknown = mistakesOf('socket-create', ['key-without-a-lock'])
  await t.rejects(unknown, { code: 'E_USAGE', message: /key-without-a-lock/, output: /key-without-type/ })
})
