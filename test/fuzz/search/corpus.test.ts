import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { type Corpus, openCorpus } from '../../../generator/fuzz/search/corpus.js'
import { exec } from '../../../generator/shared/exec.js'
import { isProgram, programId } from '../../../generator/suite/codec.js'
import { at, bind, program, tcp } from '../../../specs/arbitrary/ops.js'
import { emptyFolder } from '../../empty-folder.js'
import { runs } from '../../fuzz-runs.js'
import { excess } from '../../linear.js'

const small = program(tcp(0))
const large = program(tcp(0), bind(0, at('a')))
const newFile = (): string => join(emptyFolder(), 'inside', 'corpus.jsonl')

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

/** What a session leaves that opens a corpus and does that. */
function session(file: string, work: (corpus: Corpus) => void = () => {}): Corpus {
  const corpus = openCorpus(file)
  work(corpus)
  corpus.close()
  return corpus
}

/** All that is on the disk of a corpus. */
const textOf = (file: string): string =>
  readdirSync(dirname(file))
    .map(name => read(dirname(file), name))
    .join('')
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')

t.test('what was removed, or came twice, is not there any more, and there is one file', async t => {
  const file = newFile()
  session(file, ({ add, remove }) => {
    for (const one of [large, small, large]) add(one)
    remove(programId(small))
  })
  t.equal(textOf(file).split('\n').length, 5)
  session(file)
  t.equal(textOf(file), `${JSON.stringify(large)}\n`)
  t.equal(readdirSync(dirname(file)).length, 1)
  t.match(readdirSync(dirname(file)), [new RegExp(`^corpus\\.${process.pid}-\\w+\\.jsonl$`)])
})

t.test('sessions at the same time take nothing from each other', async t => {
  const file = newFile()
  session(file, ({ add }) => add(large))
  const [one, other] = [openCorpus(file), openCorpus(file)]
  t.same([one.kept, other.kept], [[large], [large]])
  const [mine, its] = [program(tcp(1)), program(tcp(2))]
  one.add(mine)
  other.add(its)
  t.equal(openCorpus(file).kept.length, 3, 'a third one begins with all of it')
  one.remove(programId(large))
  for (const { close } of [one, other]) close()
  t.same(new Set(session(file).kept.map(programId)), new Set([mine, its].map(programId)))
})

t.test('what one session removed stays, if another one has kept it', async t => {
  const file = newFile()
  const [one, other] = [openCorpus(file), openCorpus(file)]
  one.add(small)
  other.add(small)
  one.remove(programId(small))
  t.same(openCorpus(file).kept, [small])
})

t.test(
  'sessions of processes at the same time lose nothing, in whatever order they begin and end',
  async t => {
    const file = newFile()
    const code = (index: number): string => `
    const { openCorpus } = await import(${JSON.stringify(new URL('../../../generator/fuzz/search/corpus.js', import.meta.url))})
    for (let turn = 0; turn < 20; turn += 1) {
      const corpus = openCorpus(${JSON.stringify(file)})
      corpus.add({ ops: [{ kind: 'close', socket: ${index} * 100 + turn }] })
      corpus.close()
    }`
    const run = (index: number) =>
      exec(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code(index)])
    const ended = await Promise.all([0, 1, 2].map(run))
    t.same(
      ended.map(({ exitCode, stderr }) => [exitCode, stderr]),
      [0, 1, 2].map(() => [0, '']),
    )
    const sockets = openCorpus(file).kept.flatMap(({ ops }) => ops.map(op => 'socket' in op && op.socket))
    t.same(
      new Set(sockets),
      new Set([0, 1, 2].flatMap(one => [...Array(20).keys()].map(turn => one * 100 + turn))),
    )
    t.notOk(existsSync(`${file}.corrupt`), 'and nobody takes what is half-written for corrupt')
  },
)

t.test('a session that was killed leaves what it wrote to the next one', async t => {
  const file = newFile()
  session(file, ({ add }) => add(small))
  const [name = ''] = readdirSync(dirname(file))
  renameSync(join(dirname(file), name), join(dirname(file), `corpus.${2 ** 22 + 1}-gone.jsonl`))
  writeFileSync(join(dirname(file), `corpus.${2 ** 22 + 2}-cut.jsonl.part`), JSON.stringify(large))
  t.same(session(file).kept, [small])
  t.equal(readdirSync(dirname(file)).length, 1)
})

t.test('a corrupt line is set aside with a note, and the rest goes on', async t => {
  const file = newFile()
  session(file, ({ add }) => add(large))
  appendFileSync(file, '{"ops":[{"kind":"jump"}]}\n{"removed":"all"}\n')
  const { notes } = session(file, ({ add }) => add(small))
  t.match(notes(), [/^2 lines of .* are no programs/])
  t.equal(readFileSync(`${file}.corrupt`, 'utf8'), '{"ops":[{"kind":"jump"}]}\n{"removed":"all"}\n')
  const corpus = openCorpus(file)
  t.same(corpus.kept, [small, large])
  t.same(corpus.notes(), [], 'which is said once')
})

t.test('a line that was not ended takes nothing with it', async t => {
  for (const end of ['{"ops":[{"kind":"so', JSON.stringify(small)]) {
    const file = newFile()
    session(file, ({ add }) => add(large))
    appendFileSync(file, end)
    const again = session(file, ({ add }) => add(program(tcp(1))))
    t.equal(existsSync(`${file}.corrupt`), end.endsWith('so'))
    t.equal(again.notes().length, end.endsWith('so') ? 1 : 0)
    t.same(
      openCorpus(file).kept,
      [...again.kept, program(tcp(1))].toSorted((a, b) => a.ops.length - b.ops.length),
    )
  }
})

t.test('a file that cannot be written is a note, and no end', async t => {
  const place = emptyFolder()
  writeFileSync(join(place, 'file'), '')
  const below = openCorpus(join(place, 'file', 'corpus.jsonl'))
  below.add(small)
  t.match(below.notes(), [/is not used any more/])
  const file = newFile()
  const full = openCorpus(file)
  full.add(small)
  const [name = ''] = readdirSync(dirname(file))
  rmSync(join(dirname(file), name))
  symlinkSync('/dev/full', join(dirname(file), name))
  full.add(large)
  t.match(full.notes(), [/corpus\.jsonl is not used any more: ENOSPC/])
  rmSync(join(dirname(file), name))
  full.add(large)
  t.same(readdirSync(dirname(file)), [], 'nor is anything written behind what is cut off')
})

t.test('files of others are none of it', async t => {
  const file = newFile()
  session(file, ({ add }) => add(small))
  for (const name of ['corpus-2.jsonl', 'corpus.jsonl.corrupt', 'corpus.x.jsonl', 'corpus.1-a.jsonl.part'])
    writeFileSync(join(dirname(file), name), `${JSON.stringify(large)}\n`)
  t.same(session(file).kept, [small])
  t.equal(readdirSync(dirname(file)).length, 5)
})

t.test('a corpus of a newer version is left as it is, with the advice', async t => {
  const file = newFile()
  session(file, ({ add }) => add(small))
  const [name = ''] = readdirSync(dirname(file))
  const newer = `${JSON.stringify({ format: 2, ops: [] })}\n`
  appendFileSync(join(dirname(file), name), newer)
  t.throws(() => openCorpus(file), { code: 'E_FORMAT', message: /update Landlockstep/ })
  t.equal(textOf(file), `${JSON.stringify(small)}\n${newer}`)
})

t.test(
  'of lines with any bytes in them programs are kept, the rest is set aside, and the next session has the same',
  async () => {
    const part = fc.constantFrom(
      ...[JSON.stringify(small), JSON.stringify(large), `{"removed":"${programId(small)}"}`, '{"ops":[]}'],
      ...['{"ops":[{"kind":"constructor"}]}', '{"__proto__":[]}', '[', '"', '{', '}', 'x', '\u0000', '\r'],
    )
    const text = fc.array(
      fc.oneof(
        fc.array(part, { maxLength: 3 }).map(parts => parts.join('')),
        fc.string({ unit: 'binary' }),
      ),
    )
    fc.assert(
      fc.property(text, lines => {
        const file = newFile()
        session(file, ({ add }) => add(large))
        const [name = ''] = readdirSync(dirname(file))
        appendFileSync(
          join(dirname(file), name),
          lines.map(line => `${line.replaceAll('\n', '')}\n`).join(''),
        )
        const kept = session(file).kept
        return (
          kept.every(isProgram) &&
          kept.some(one => programId(one) === programId(large)) &&
          JSON.stringify(session(file).kept) === JSON.stringify(kept)
        )
      }),
      runs(30),
    )
  },
)

t.test('the time for a corpus is in proportion to its size', async t => {
  const file = newFile()
  session(file, ({ add }) => add(small))
  for (const line of ['x', JSON.stringify(small), `{"removed":"${programId(small)}"}`, '['.repeat(100)]) {
    const write = (size: number): string => {
      const [name = ''] = readdirSync(dirname(file)).filter(one => !one.endsWith('.corrupt'))
      const path = join(dirname(file), name)
      writeFileSync(path, `${line}\n`.repeat(size / line.length))
      return path
    }
    t.equal(
      excess(write, () => session(file)),
      undefined,
      line.slice(0, 20),
    )
  }
})
