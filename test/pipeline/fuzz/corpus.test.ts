import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { programId, writeJson } from '../../../generator/codec.js'
import { openCorpus } from '../../../generator/pipeline/fuzz/corpus.js'
import { at, bind, program, tcp } from '../../../specs/arbitrary/ops.js'

const small = program(tcp(0))
const large = program(tcp(0), bind(0, at('a')))
const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'corpus-')), 'inside')

t.test('what is added is there for the next one, small programs first', async t => {
  const folder = newFolder()
  const corpus = openCorpus(folder)
  t.same(corpus.kept, [])
  for (const one of [large, small]) corpus.add(programId(one), one)
  t.same(openCorpus(folder).kept, [small, large])
  corpus.remove(programId(small))
  t.same(openCorpus(folder).kept, [large])
  t.same(corpus.notes(), [])
})

t.test('a corrupt file is set aside with a note, and the rest goes on', async t => {
  const folder = newFolder()
  openCorpus(folder).add(programId(large), large)
  writeFileSync(join(folder, '0123456789ab.json'), writeJson(small))
  writeFileSync(join(folder, 'ba9876543210.json'), '{"ops": [')
  writeFileSync(join(folder, '.half.123'), 'x')
  const corpus = openCorpus(folder)
  t.same(corpus.kept, [large])
  t.match(corpus.notes(), [
    /0123456789ab\.json is not the program that its name says/,
    /ba9876543210\.json is no program/,
  ])
  t.ok(existsSync(join(folder, 'ba9876543210.json.corrupt')))
  t.same(openCorpus(folder).notes(), [], 'which is said once')
})

t.test('a folder that cannot be written is a note, and no end', async t => {
  const place = mkdtempSync(join(tmpdir(), 'corpus-'))
  const file = join(place, 'file')
  writeFileSync(file, '')
  const corpus = openCorpus(join(file, 'inside'))
  corpus.add(programId(small), small)
  t.match(corpus.notes(), [/is not written any more/])
  chmodSync(place, 0o700)
})

t.test('a program is there whole or not at all', async t => {
  const folder = newFolder()
  openCorpus(folder).add(programId(large), large)
  t.same(readdirSync(folder), [`${programId(large)}.json`])
  t.equal(readFileSync(join(folder, `${programId(large)}.json`), 'utf8'), `${JSON.stringify(large)}\n`)
})
