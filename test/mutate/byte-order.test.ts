import t from 'tap'
import { chosen } from '../../generator/mutate/chosen.js'
import { catalog } from '../../generator/suite/catalog.js'
import { byteOrderMistakes } from '../../specs/byte-order-mistakes.js'

t.test('a law speaks of each mistake in the order of bytes, and no two are called alike', async t => {
  const laws = (await catalog()).map(({ name }) => name)
  for (const { name, law, find, replace } of byteOrderMistakes) {
    t.ok(laws.includes(law), name)
    t.not(find, replace, name)
  }
  t.equal(new Set(byteOrderMistakes.map(({ name }) => name)).size, byteOrderMistakes.length)
})

t.test('some are chosen by their names, and a name that none has is told with those that there are', t => {
  const all = [{ name: 'one' }, { name: 'two' }]
  t.strictSame(chosen(all, undefined, 'mistake'), all)
  t.strictSame(chosen(all, ['two'], 'mistake'), [{ name: 'two' }])
  t.throws(() => chosen(all, ['two', 'three'], 'mistake'), {
    ...{ code: 'E_USAGE', message: 'There is no mistake three; they are below.', output: 'one\ntwo' },
  })
  t.end()
})
