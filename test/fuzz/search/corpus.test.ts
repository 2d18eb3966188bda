import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import t from 'tap'
import { openCorpus } from '../../../generator/fuzz/search/corpus.js'
import { programId } from '../../../generator/suite/codec.js'
import { at, bind, program, tcp } from '../../../specs/arbitrary/ops.js'

const small = program(tcp(0))
const large = program(tcp(0), bind(0, at('a')))
const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'corpus-')), 'inside', 'corpus.jsonl')

t.test('what is added is there for the next one, small programs first', async t => {
  const file = newFile()
  const corpus = openCorpus(file)
  t.same(corpus.kept, [])
  for (const one of [large, small]) corpus.add(one)
  t.same(openCorpus(file).kept, [small, large])
  corpus.remove(programId(small))
  t.same(openCorpus(file).kept, [large])
  t.same(corpus.notes(), [])
})

t.test('what was removed, or came twice, is not in the file any more', async t => {
  const file = newFile()
  const corpus = openCorpus(file)
  for (const one of [large, small, large]) corpus.add(one)
  corpus.remove(programId(small))
  t.equal(readFileSync(file, 'utf8').split('\n').length, 5)
  openCorpus(file)
  t.equal(readFileSync(file, 'utf8'), `${JSON.stringify(large)}\n`)
  t.same(readdirSync(dirname(file)), ['corpus.jsonl'])
})

t.test('a corrupt line is set aside with a note, and the rest goes on', async t => {
  const file = newFile()
  openCorpus(file).add(large)
  appendFileSync(file, '{"ops":[{"kind":"jump"}]}\n{"removed":"all"}\n')
  openCorpus(file).add(small)
  t.equal(readFileSync(`${file}.corrupt`, 'utf8'), '{"ops":[{"kind":"jump"}]}\n{"removed":"all"}\n')
  const corpus = openCorpus(file)
  t.same(corpus.kept, [small, large])
  t.same(corpus.notes(), [], 'which is said once')
})

t.test('a line that was not ended takes nothing with it', async t => {
  for (const end of ['{"ops":[{"kind":"so', JSON.stringify(small)]) {
    const file = newFile()
    openCorpus(file).add(large)
    appendFileSync(file, end)
    const again = openCorpus(file)
    t.equal(existsSync(`${file}.corrupt`), end.endsWith('so'))
    t.equal(again.notes().length, end.endsWith('so') ? 1 : 0)
    again.add(program(tcp(1)))
    t.same(
      openCorpus(file).kept,
      [...again.kept, program(tcp(1))].toSorted((a, b) => a.ops.length - b.ops.length),
    )
  }
})

t.test('a file that cannot be written is a note, and no end', async t => {
  const place = mkdtempSync(join(tmpdir(), 'corpus-'))
  writeFileSync(join(place, 'file'), '')
  const below = openCorpus(join(place, 'file', 'corpus.jsonl'))
  below.add(small)
  t.match(below.notes(), [/is not written any more/])
  const file = join(place, 'corpus.jsonl')
  const full = openCorpus(file)
  symlinkSync('/dev/full', file)
  full.add(small)
  t.match(full.notes(), [/corpus\.jsonl is not written any more: ENOSPC/])
})
