import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import t from 'tap'
import { findProgram, needProgram } from '../../generator/shared/programs.js'

const dir = await mkdtemp(join(tmpdir(), 'landlockstep-test-'))
const path = process.env.PATH
t.teardown(async () => {
  process.env.PATH = path
  await rm(dir, { recursive: true, force: true })
})
for (const folder of ['one', 'two', 'one/folder']) await mkdir(join(dir, folder))
for (const program of ['one/both', 'two/both', 'two/second', 'one/text', 'two/text'])
  await writeFile(join(dir, program), '', { mode: 0o755 })
await chmod(join(dir, 'one/text'), 0o644)
process.env.PATH = ['', join(dir, 'one'), 'relative', join(dir, 'two')].join(delimiter)

t.test('a program is the first file of its name in PATH that may be run', async t => {
  t.equal(findProgram('both'), join(dir, 'one/both'))
  t.equal(findProgram('second'), join(dir, 'two/second'))
  t.equal(findProgram('text'), join(dir, 'two/text'))
  t.equal(findProgram('folder'), undefined)
  t.equal(findProgram(join(dir, 'one/both')), join(dir, 'one/both'))
  t.equal(findProgram(join(dir, 'one/text')), undefined)
})

t.test('one that is not there is E_MISSING, and setup is offered', async t => {
  t.throws(() => needProgram('nobody'), { code: 'E_MISSING', message: /nobody.*landlockstep setup/ })
})
