import { join } from 'node:path'
import t from 'tap'
import type { Request } from '../../../generator/fuzz/executor/executor.js'
import type { Answer } from '../../../generator/fuzz/executor/listen.js'
import { openCorpus } from '../../../generator/fuzz/search/corpus.js'
import { mutated, search } from '../../../generator/fuzz/search/search.js'
import { seenFilter } from '../../../generator/fuzz/search/seen-filter.js'
import { isProgram, programId } from '../../../generator/suite/codec.js'
import { loadLaws } from '../../../generator/suite/laws.js'
import { speaks } from '../../../generator/suite/sample.js'
import type { Test } from '../../../generator/suite/suite.js'
import { at, bind, byRoute, program, udp } from '../../../specs/arbitrary/ops.js'
import { predict, traceOf } from '../../../specs/model/predict.js'
import type { Op, Program } from '../../../specs/program.js'
import type { Target } from '../../../specs/target.js'
import { emptyFolder } from '../../empty-folder.js'
import { targets } from '../../targets.js'

const target = targets.at(-1) as Target
const all = await loadLaws()
const laws = all.filter(law => law.onDemand !== true && speaks(law, target))
const newFile = (): string => join(emptyFolder(), 'corpus.jsonl')

/** What a kernel tells of a program that does what the model allows. */
const told = ({ program, allowed }: Test): Answer => {
  const outcomes = traceOf(program, { allowed }).map(({ outcome }) => outcome)
  return { observation: { end: 'done', outcomes, detail: '' } }
}

/** The ids of the programs that come up first where these are all that is kept, and of how many the model says nothing. */
function searchOf(kept: readonly Program[]) {
  const place = newFile()
  const corpus = openCorpus(place)
  for (const one of kept) corpus.add(one)
  corpus.close()
  const one = search({ specs: laws, target }, 1, openCorpus(place))
  return { ids: kept.map(() => one.next()?.id), unmodelled: one.unmodelled() }
}

/** So many programs of a search, each of which does what the model allows. */
function run(place: string | undefined, count: number, seed = 1) {
  const corpus = place === undefined ? undefined : openCorpus(place)
  const one = search({ specs: laws, target }, seed, corpus)
  const tests: Test[] = []
  for (let left = count; left > 0; left -= 1) {
    const test = one.next()
    if (test === undefined) break
    tests.push(test)
    one.learn(test, told(test))
  }
  corpus?.close()
  return { tests, counts: one.counts() }
}

t.test('drawn and mutated programs come by turns, each of them once, and all within the model', async t => {
  const { tests, counts } = run(newFile(), 1000)
  const own = tests.filter(({ law }) => law === mutated.name)
  t.ok(own.length > 300 && own.length < 700, `${own.length} of 1000 are mutated`)
  t.equal(new Set(tests.map(({ id }) => id)).size, 1000)
  t.ok(tests.every(({ program }) => isProgram(program) && predict(target, program) !== undefined))
  t.ok(counts.clauses > 100 && counts.pairs > 1000 && counts.corpus > 100, JSON.stringify(counts))
})

t.test('the same seed searches the same way', async t => {
  t.same(
    run(newFile(), 200).tests.map(({ id }) => id),
    run(newFile(), 200).tests.map(({ id }) => id),
  )
})

t.test('breeding covers more than drawing alone', async t => {
  const pairs = (tests: readonly Test[]): number => {
    const met = new Set<string>()
    for (const { clauses } of tests)
      for (const [at, later] of clauses.entries())
        for (const one of clauses.slice(0, at).flat()) for (const other of later) met.add(`${one}>${other}`)
    return met.size
  }
  const [both, drawn] = [run(newFile(), 1500).tests, run(undefined, 1500).tests]
  t.ok(pairs(both) > 1.3 * pairs(drawn), `${pairs(both)} pairs to ${pairs(drawn)}`)
})

t.test('a later search begins with the corpus, and keeps nothing that it does not need', async t => {
  const place = newFile()
  const first = run(place, 600)
  const corpus = openCorpus(place)
  const again = search({ specs: laws, target }, 2, corpus)
  const { kept } = corpus
  t.ok(kept.length > 50)
  for (let left = kept.length; left > 0; left -= 1) {
    const test = again.next() as Test
    again.learn(test, told(test))
  }
  t.equal(again.counts().clauses, first.counts.clauses, 'no clause is lost')
  t.ok(again.counts().pairs >= first.counts.pairs, 'nor a pair')
  corpus.close()
  t.ok(openCorpus(place).kept.length <= kept.length)
})

t.test('an edge of the kernel that nobody reached is worth keeping a program for', async t => {
  const one = search({ specs: laws, target }, 1, openCorpus(newFile()))
  const test = one.next() as Test
  one.learn(test, told(test))
  const before = one.counts()
  one.learn(test, told(test))
  t.same(one.counts(), before)
  one.learn(test, { ...told(test), edges: [12] })
  t.same(one.counts(), { ...before, corpus: before.corpus + 1, edges: 1 })
})

t.test(
  'a program that is kept for an edge alone is made smaller in its turn, and is replaced then',
  async t => {
    const place = newFile()
    const one = search({ specs: laws, target }, 1, openCorpus(place))
    const known = Array.from({ length: 300 }, () => one.next() as Test)
    for (const test of known) one.learn(test, told(test))
    const ids = (): readonly string[] => openCorpus(place).kept.map(programId)
    // What waited in vain is not kept for anything.
    const isQuick = (test: Test): boolean => !told(test).observation.outcomes.includes('EINPROGRESS')
    const whole = known.find(
      test => test.program.ops.length > 5 && isQuick(test) && !ids().includes(test.id),
    ) as Test
    one.learn(whole, { ...told(whole), edges: [12] })
    t.ok(ids().includes(whole.id))
    const asked: number[][] = []
    for (let left = 100; left > 0; left -= 1) {
      const test = one.next() as Request
      if (test.asked !== undefined) asked.push([...test.asked])
      one.learn(test, { ...told(test), edges: test.asked ?? [] })
    }
    t.equal(asked.length, whole.program.ops.length - 1, 'each op but one is left out')
    t.ok(asked.every(([edge]) => edge === 12))
    t.equal(one.counts().edges, 1)
  },
)

t.test('a program that waited for a connection in vain is not kept', async t => {
  const one = search({ specs: laws, target }, 1, openCorpus(newFile()))
  const test = one.next() as Test
  one.learn(test, { observation: { end: 'done', outcomes: ['OK', 'EINPROGRESS'], detail: '' } })
  t.equal(one.counts().corpus, 0)
  one.learn(test, told(test))
  t.equal(one.counts().corpus, 1)
})

t.test('what holds everywhere holds of mutated programs, too', async t => {
  const everywhere = laws.filter(law => law.everywhere === true)
  for (const { program, allowed } of run(newFile(), 1500, 3).tests) {
    const broken = everywhere.find(law => !law.holds(traceOf(program, { allowed }), target))
    if (broken !== undefined) t.fail(`${broken.name}: ${JSON.stringify(program)}`)
  }
  t.ok(everywhere.length > 0)
})

t.test('memory of what was met is bounded', async t => {
  const isNew = seenFilter(3)
  t.same(['a', 'b', 'a', 'c', 'd', 'b', 'e', 'f', 'g', 'a'].map(isNew), [
    ...[true, true, false, true, true, false],
    ...[true, true, true, true],
  ])
})

/** What the model says nothing of after a route. */
const unsaid: Op = { kind: 'unshare', what: 'net' }

t.test('of a program that the model does not follow to its end, what it follows is run, once', t => {
  const spoken = [udp(0), byRoute(bind(0, at('a')), 'fork')]
  const silent = (port: 'b' | 'c'): Program => program(spoken, unsaid, bind(0, at(port)))
  for (const one of [silent('b'), silent('c')]) t.equal(predict(target, one), undefined)
  const { ids, unmodelled } = searchOf([silent('b'), silent('c')])
  t.equal(ids[0], programId(program(spoken)))
  t.match(unmodelled, { dropped: 1, silences: { 'namespace.routed': 2 } })
  t.end()
})

t.test('a call that cannot be made where it stands is left out', t => {
  const made = [udp(0), bind(0, at('a'))]
  const { ids, unmodelled } = searchOf([
    program({ kind: 'kill', target: 2 }, made, { kind: 'fork', child: 0 }),
  ])
  t.same(ids, [programId(program(made))])
  t.match(unmodelled, { dropped: 0, silences: {}, misfits: { 'actor.none': 2 } })
  t.end()
})

for (const target of targets)
  t.test(
    `on ABI ${target.abi} three of a thousand programs that come up are thrown away at most`,
    async t => {
      const speaking = all.filter(law => law.onDemand !== true && speaks(law, target))
      const one = search({ specs: speaking, target }, 5, openCorpus(newFile()))
      for (let left = 3000; left > 0; left -= 1) {
        const test = one.next()
        if (test !== undefined) one.learn(test, told(test))
      }
      const { dropped, silences } = one.unmodelled()
      t.ok(dropped <= 9, `${dropped} of 3000`)
      t.notOk('untold' in silences, 'and each says why')
    },
  )
