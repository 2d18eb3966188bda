import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { keepFound, removeFound } from '../../../generator/fuzz/findings/folder.js'
import { writeJson } from '../../../generator/suite/codec.js'
import { program, tcp, udp } from '../../../specs/arbitrary/ops.js'

const one = program(tcp(0), udp(1))

t.test('what is found is there at once, until a smaller one takes its place', async t => {
  const folder = join(t.testdir(), 'findings', 'one')
  t.equal(keepFound(folder, one), undefined)
  t.equal(readFileSync(join(folder, 'found.json'), 'utf8'), writeJson(one))
  removeFound(folder)
  t.notOk(existsSync(folder))
  t.doesNotThrow(() => removeFound(folder))
})

t.test('what is in the folder from before stays', async t => {
  const folder = join(t.testdir(), 'one')
  keepFound(folder, one)
  writeFileSync(join(folder, 'mail.txt'), 'before')
  removeFound(folder)
  t.ok(existsSync(join(folder, 'mail.txt')))
  t.notOk(existsSync(join(folder, 'found.json')))
})

t.test('where it cannot be written, that is said', async t => {
  const folder = t.testdir({ file: '' })
  t.match(keepFound(join(folder, 'file', 'one'), one), /cannot be written, so the finding is only told here/)
})
