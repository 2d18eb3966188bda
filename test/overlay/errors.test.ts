import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { layOver } from '../../generator/overlay/lay.js'
import { bindLaw, folderOf } from './folder.js'

const quiet = (): void => {}
const good = { 'laws/a-bind-is-ok.ts': bindLaw('a-bind-is-ok', 'OK') }

t.before(() => {
  process.env.XDG_CACHE_HOME = t.testdir()
})

t.test('what is no folder of specs is told with what to do, before anything runs', async t => {
  const wrong = (folder: string, message: RegExp) =>
    t.rejects(layOver(folder, quiet), { code: 'E_SPECS', message })
  await wrong(join(folderOf({}), 'gone'), /gone is not there: .*landlockstep new law/)
  await wrong(folderOf({}), /has no specs in it/)
  await wrong(folderOf({ 'README.md': '# mine' }), /has no specs in it/)
  const file = join(folderOf(good), 'laws/a-bind-is-ok.ts')
  await wrong(file, /is no folder/)
  await wrong(folderOf({ ...good, 'laws/b.js': '' }), /laws\/b\.js is nothing that specs are made of/)
})

t.test('a link out of the folder is refused, and one inside of it is not', async t => {
  const folder = folderOf(good)
  const outside = join(folderOf({}), 'outside.ts')
  writeFileSync(outside, bindLaw('outside', 'OK'))
  symlinkSync(outside, join(folder, 'laws/outside.ts'))
  await t.rejects(layOver(folder, quiet), {
    code: 'E_SPECS',
    message: /laws\/outside\.ts is a link out of the folder/,
  })
  const other = folderOf(good)
  symlinkSync('../..', join(other, 'laws/up'))
  await t.rejects(layOver(other, quiet), { code: 'E_SPECS', message: /laws\/up is a link out of the folder/ })
})

t.test('a file that would have no part in the specs is no silent one', async t => {
  await t.rejects(layOver(folderOf({ ...good, 'law/b.ts': bindLaw('b', 'OK') }), quiet), {
    code: 'E_SPECS',
    message: /law\/b\.ts has no part in the specs: laws are in laws\//,
  })
})

t.test('specs import nothing but specs and fast-check, which is told by line', async t => {
  const importing = (name: string) => folderOf({ 'laws/b-c.ts': `\nimport '${name}'\n` })
  const message = /laws\/b-c\.ts:2 imports node:fs: specs import nothing but/
  await t.rejects(layOver(importing('node:fs'), quiet), { code: 'E_SPECS', message })
  await t.rejects(layOver(importing('../../../secret.js'), quiet), {
    code: 'E_SPECS',
    message: /laws\/b-c\.ts:2 imports .*which is out of the specs/,
  })
})

t.test('what would be there twice is told', async t => {
  const clash = (files: Readonly<Record<string, string>>, message: RegExp) =>
    t.rejects(layOver(folderOf(files), quiet), { code: 'E_SPECS', message })
  const scenario = bindLaw('denial-is-final', 'OK')
  await clash({ 'scenarios/denial-is-final.ts': scenario }, /is called as laws\/denial-is-final\.ts/)
  await clash({ 'rights/bind_tcp.ts': '' }, /rights\/bind_tcp\.ts is a right that our specs have as well/)
  await clash({ 'rights/Listen.ts': '' }, /rights\/Listen\.ts cannot be called so/)
  await clash({ 'designs/socket-fd/design.ts': '' }, /is a design that our specs have as well/)
  await clash({ ...good, 'added/rights.ts': '' }, /added\/rights\.ts is written by us/)
})

t.test('what does not fit the types is told with file and line, what is theirs first', async t => {
  const text = bindLaw('a-bind-is-ok', 'OK').replace('fc.constant(program(', 'fc.constant((')
  await t.rejects(layOver(folderOf({ 'laws/a-bind-is-ok.ts': text }), quiet), {
    code: 'E_SPECS',
    message: /laws\/a-bind-is-ok\.ts:10: .*\. Correct it and try again\./,
  })
})
