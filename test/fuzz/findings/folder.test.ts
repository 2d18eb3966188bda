import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { keepFound, removeFound } from '../../../generator/fuzz/findings/folder.js'
import { newFolder } from '../../../generator/shared/folders.js'
import { writeJson } from '../../../generator/suite/codec.js'
import { program, tcp, udp } from '../../../specs/arbitrary/ops.js'

const one = program(tcp(0), udp(1))

t.test('what is found is there at once, until a smaller one takes its place', async t => {
  const folder = join(t.testdir(), 'findings', 'one')
  t.equal(keepFound(folder, one), undefined)
  t.equal(readFileSync(`${folder}.json`, 'utf8'), writeJson(one))
  removeFound(folder)
  t.notOk(existsSync(`${folder}.json`))
  t.doesNotThrow(() => removeFound(folder))
})

t.test('what is found again has a folder of its own, and the one from before stays', async t => {
  const findings = t.testdir()
  const again = async (mail: string): Promise<void> => {
    keepFound(join(findings, 'one'), one)
    await newFolder(findings, 'one', async ({ part }) => writeFileSync(join(part, 'mail.txt'), mail))
    removeFound(join(findings, 'one'))
  }
  await again('before')
  await again('again')
  t.strictSame(readdirSync(findings).sort(), ['one', 'one-2'])
  t.equal(readFileSync(join(findings, 'one', 'mail.txt'), 'utf8'), 'before')
  t.equal(readFileSync(join(findings, 'one-2', 'mail.txt'), 'utf8'), 'again')
})

t.test('where it cannot be written, that is said', async t => {
  const folder = t.testdir({ file: '' })
  t.match(keepFound(join(folder, 'file', 'one'), one), /cannot be written, so the finding is only told here/)
})
