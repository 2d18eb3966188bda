import t from 'tap'
import { divergenceWatch } from '../../generator/judge/divergence-watch.js'
import { loadMeans } from '../../generator/run/means.js'
import { suiteLines } from '../channel.js'
import { channelOf, savedRun } from '../saved-run.js'

const { suite, made, origin } = savedRun('k')
const means = await loadMeans()

/** What was said of each test that did not end as its program expected. */
const saidBy = (channel: string): readonly string[] => {
  const tests: string[][] = []
  for (const line of channel.split('\n')) {
    if (line.startsWith('  # begin ')) tests.push([])
    tests.at(-1)?.push(line)
  }
  return tests
    .map(lines => {
      const end = lines.findIndex(line => /^ {2}(not )?ok /.test(line))
      return `${lines.slice(0, end + 1).join('\n')}\n`
    })
    .filter(said => said.includes('  not ok '))
}

/** Opens what is denied. */
const wrong = saidBy(channelOf(suite, made, outcome => (outcome === 'EACCES' ? 'OK' : outcome)))

const judging = (stopAfter?: number, known: typeof means.known = means.known) => {
  const told: string[] = []
  const { release } = origin
  const judge = divergenceWatch({
    ...{ suite, release, specs: means.specs, known, tell: words => told.push(words) },
    ...(stopAfter === undefined ? {} : { stopAfter }),
  })
  return { judge, told }
}

t.test('a program that diverges is told at once, and of each cause only the first', async t => {
  t.ok(wrong.length > 1, 'several programs diverge')
  const { judge, told } = judging()
  t.strictSame(
    wrong.map(judge),
    wrong.map(() => undefined),
    'nothing ends the run',
  )
  t.match(told[0], /^diverges: denial-is-final: denial_is_final_\d gave OK at step \d+, and not EACCES \(/)
  t.equal(new Set(told.map(words => /\(.*\)/.exec(words)?.[0])).size, told.length)
})

t.test('a run ends with as many as were asked for', async t => {
  const { judge } = judging(2)
  t.strictSame(wrong.slice(0, 2).map(judge), [
    undefined,
    '2 programs diverge, as many as --stop-after asks for',
  ])
})

t.test('what is known, what agrees and what is no test ends nothing and is not told', async t => {
  const entry = { file: 'known.json', law: 'denial-is-final', why: 'w', cite: 'c', expires: '2999-01-01' }
  const { judge, told } = judging(1, [entry])
  const right = suiteLines(suite.tests.slice(0, 1), () => ({ outcomes: [] })).join('\n')
  t.strictSame(
    [...wrong, right, '', 'not ok\n'].map(judge),
    [...wrong, right, '', ''].map(() => undefined),
  )
  t.strictSame(told, [])
})
