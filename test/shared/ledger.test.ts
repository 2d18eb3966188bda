import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ledger } from '../../generator/shared/ledger.js'
import { homeFolder } from '../../generator/shared/paths.js'

t.test('what long work knows is told and kept at once, a line each', async t => {
  const said: string[] = []
  const keep = ledger('test-ledger', ['a'], text => said.push(text))
  t.teardown(() => rmSync(join(homeFolder, 'out/test-ledger'), { recursive: true, force: true }))
  t.strictSame(said, [], 'nothing is made before something is known')
  keep('one: 1', { name: 'one', value: 1 })
  const [, path = ''] = /^kept in (out\/test-ledger\/\S+-a\.jsonl):$/.exec(said[0] ?? '') ?? []
  const lines = (): readonly string[] => readFileSync(join(homeFolder, path), 'utf8').trimEnd().split('\n')
  t.strictSame(lines(), ['{"name":"one","value":1}'])
  keep('two: 2', { name: 'two', value: 2 })
  t.equal(lines().length, 2)
  t.strictSame(said.slice(1), ['one: 1', 'two: 2'])
})
