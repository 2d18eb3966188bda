import { readFileSync } from 'node:fs'
import t from 'tap'
import { observeAll } from '../../../generator/fuzz/executor/execute.js'
import type { Executor, GuestEnd, Seen } from '../../../generator/fuzz/executor/executor.js'
import { verdictOf } from '../../../generator/fuzz/findings/finding.js'
import { loadLaws } from '../../../generator/suite/laws.js'
import { candidates } from '../../../generator/suite/sample.js'
import type { Test } from '../../../generator/suite/suite.js'
import { program, tcp } from '../../../specs/arbitrary/ops.js'
import { targets } from '../../targets.js'

const [, , target = missing()] = targets
function missing(): never {
  throw new Error('there is none')
}
const [drawn = missing()] = candidates(target, [program(tcp(0), tcp(1))])
const tests: readonly Test[] = Array.from({ length: 6 }, (_, id) => ({
  ...drawn,
  ...{ law: 'denial-is-final', name: drawn.id, id: `${id}` },
}))
const bench = { target, specs: await loadLaws(), known: [] }

const id = 'ab12'

/** Guests that say which executor is in them, then what is given, whatever they are sent, and end so. */
function guests(...all: readonly { readonly says: readonly string[]; readonly ended: GuestEnd }[]): Executor {
  const left = [...all]
  return {
    target,
    id,
    async start(programs, _folder, onLine) {
      const guest = left.shift()
      if (guest === undefined) throw new Error('one guest too many')
      const reader = programs[Symbol.asyncIterator]()
      await reader.next()
      await reader.next()
      for (const line of [`# executor ${id}`, ...guest.says]) onLine(line)
      return guest.ended
    },
  }
}

const halt: GuestEnd = { end: 'halt', detail: '', console: '' }
const answer = (number: number): readonly string[] => [
  `# begin p${number}`,
  '  # steps OK OK',
  `ok 1 p${number}`,
]
const whole = (...numbers: readonly number[]): readonly string[] => [...numbers.flatMap(answer), '# end']

const verdicts = (seen: ReadonlyMap<string, Seen>): readonly string[] =>
  tests.map(test => {
    const one = seen.get(test.id)
    const verdict = one === undefined ? 'missing' : verdictOf(test, one, bench)
    return typeof verdict === 'string' ? verdict : verdict.kind
  })

const run = async (executor: Executor): Promise<readonly string[]> =>
  verdicts(await observeAll(executor, tests, ''))

t.test('what is answered in whole lines agrees', async t => {
  const seen = await run(guests({ says: whole(0, 1, 2, 3, 4, 5), ended: halt }))
  t.strictSame(new Set(seen), new Set(['agrees']))
})

t.test(
  'a program whose lines are torn, mixed with others or missing is not judged, and its neighbours are',
  async t => {
    const recorded = readFileSync(new URL('../../data/consoles/garbled-channel.txt', import.meta.url), 'utf8')
    const says = recorded.split('\n').slice(0, -1)
    t.strictSame(await run(guests({ says, ended: halt })), [
      'unjudged',
      'agrees',
      'unjudged',
      'unanswered',
      'unanswered',
      'agrees',
    ])
  },
)

t.test('a last word that is garbled loses no more than the program right before it', async t => {
  const says = [...[0, 1, 2, 3, 4, 5].flatMap(answer), '# e']
  const seen = await run(guests({ says, ended: halt }))
  t.strictSame(seen, ['agrees', 'agrees', 'agrees', 'agrees', 'agrees', 'unjudged'])
})

t.test('a guest that dies in the middle of a batch is blamed on the program that ran', async t => {
  const panic: GuestEnd = { end: 'panic', detail: '', console: 'Kernel panic - not syncing: x\n' }
  const says = [...answer(0), ...answer(1), '# begin p2', '  # steps O']
  const seen = await run(guests({ says, ended: panic }, { says: whole(0, 1, 2), ended: halt }))
  t.strictSame(seen, ['agrees', 'agrees', 'finding', 'agrees', 'agrees', 'agrees'])
})

t.test('a guest that dies between two programs is blamed on the one that ended', async t => {
  const panic: GuestEnd = { end: 'panic', detail: '', console: 'Kernel panic - not syncing: x\n' }
  const says = [...answer(0), ...answer(1)]
  const seen = await run(guests({ says, ended: panic }, { says: whole(0, 1, 2, 3), ended: halt }))
  t.strictSame(seen, ['agrees', 'finding', 'agrees', 'agrees', 'agrees', 'agrees'])
})
