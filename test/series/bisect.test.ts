import { join } from 'node:path'
import t from 'tap'
import { tryGit } from '../../generator/kernel/tree/git.js'
import { openWorkspace, type Workspace } from '../../generator/kernel/tree/workspace.js'
import { bisectionText } from '../../generator/report/bisection.js'
import { bisectionSchema } from '../../generator/report/bisection-schema.js'
import { formattedBisection } from '../../generator/report/formats/index.js'
import { formatNames } from '../../generator/report/formats/names.js'
import { type Ask, bisectBy, confidenceOf } from '../../generator/series/bisect.js'
import { ofVotes, type Trial } from '../../generator/series/trial.js'
import { readJson } from '../../generator/shared/json.js'
import { commitAll, gitIn, put, stockTree, traceOf } from '../kernel/tree/tiny-tree.js'

const quiet = (): void => {}
const three = { same: 3, of: 3 }
let tree = ''
let workspace: Workspace

/** A tree of 64 commits, of which the one with this number makes it bad. */
const guilty = 41

t.before(async () => {
  const home = t.testdir()
  process.env.XDG_CACHE_HOME = join(home, 'cache')
  tree = await stockTree(join(home, 'linux'))
  workspace = await openWorkspace(tree, 'gcc')
  for (let number = 1; number <= 64; number++) {
    await put(tree, {
      [`commits/${number}`]: '',
      ...(number === guilty ? { 'kernel/bad.c': 'int bad;\n' } : {}),
    })
    await commitAll(tree, `commit ${number}`)
  }
})

/** Its subject has its number. */
const numberOf = async (commit: string): Promise<number> =>
  Number(/commit (\d+)/.exec((await tryGit(workspace, ['log', '-1', '--format=%s', commit])).stdout)?.[1])

const isBad = async (commit: string): Promise<boolean> =>
  (await tryGit(workspace, ['cat-file', '-e', `${commit}:kernel/bad.c`])).exitCode === 0

const honest: Ask = async commit => ({ state: (await isBad(commit)) ? 'bad' : 'good', votes: three, why: '' })

const find = async (ask: Ask, good = 'HEAD~64', bad = 'HEAD') =>
  bisectBy(
    workspace,
    { good: await gitIn(tree, 'rev-parse', good), bad: await gitIn(tree, 'rev-parse', bad) },
    ask,
    { progress: quiet },
  )

t.test('the first bad commit is found in few steps, and made sure of', async t => {
  const before = await traceOf(tree)
  const found = await find(honest)
  t.match(found, { verdict: 'found', found: [{ subject: `commit ${guilty}` }] })
  t.ok(found.tried.length <= 2 + 6 + 3, `${found.tried.length} commits were tried`)
  t.same(
    found.verified.map(({ holds }) => holds),
    [true, true, true],
  )
  t.ok(found.confidence > 0.9 && found.confidence < 1)
  t.match(
    bisectionText(found),
    /PASS {2}revert: without it the bad end is good\n\nfirst bad commit: \w{40} commit 41\nFound with a confidence of 9\d\.\d % \(exit code 0\)$/,
  )
  t.equal(await traceOf(tree), before)
})

t.test(
  'it is found where commits around do not build, and where it hides behind them all are named',
  async t => {
    const skip: Trial = { state: 'skip', votes: { same: 0, of: 0 }, why: 'E_BUILD: no' }
    const apart: Ask = async commit =>
      [30, 32, 34, 36].includes(await numberOf(commit)) ? skip : honest(commit)
    t.match(await find(apart), { verdict: 'found', found: [{ subject: `commit ${guilty}` }] })
    const hidden: Ask = async commit => ([40, 41].includes(await numberOf(commit)) ? skip : honest(commit))
    const found = await find(hidden)
    t.equal(found.verdict, 'not-found')
    t.same(found.found.map(({ subject }) => subject).sort(), ['commit 40', 'commit 41', 'commit 42'])
    t.match(bisectionText(found), /3 cannot be told apart, as some have no verdict \(exit code 2\)$/)
  },
)

t.test('every format has the commits, and a bad one is what was looked for', async t => {
  const found = await find(honest)
  const textOf = formattedBisection(found)
  for (const format of formatNames) t.match(textOf(format), /commit 41|first bad|not_found|ok 1/i, format)
  t.same(readJson(bisectionSchema, textOf('json'), 'json'), found)
  t.notMatch(textOf('tap'), /^\s*not ok (?!.*# TODO)/m)
  const lost = formattedBisection({ ...found, verdict: 'not-found', verified: [] })
  t.match(lost('tap'), /not ok \d+ - .*finds_one_commit/)
})

t.test('ends that are not what they are called are told before anything is looked for', async t => {
  await t.rejects(find(honest, 'HEAD', 'HEAD~64'), { code: 'E_BISECT', message: /named as good, and is bad/ })
  await t.rejects(
    find(async () => ofVotes(['agree', 'diverge', 'agree'])),
    {
      code: 'E_BISECT',
      message: /has no verdict \(the votes are split: agree, diverge, agree\)/,
    },
  )
})

t.test('what is found and does not hold when it is asked again is not found', async t => {
  let asked = 0
  const ask: Ask = async commit => {
    const one = await honest(commit)
    asked += (await numberOf(commit)) === guilty ? 1 : 0
    return asked > 1 && (await numberOf(commit)) === guilty ? { ...one, state: 'good' } : one
  }
  t.match(await find(ask), { verdict: 'not-found', verified: [{ holds: false }] })
})

t.test('votes decide only if all say the same', t => {
  t.match(ofVotes(['agree', 'agree', 'agree']), { state: 'good', votes: three })
  t.match(ofVotes(['diverge', 'diverge', 'diverge']), { state: 'bad' })
  t.match(ofVotes(['diverge', 'incomplete', 'diverge']), { state: 'skip' })
  const of = (state: 'good' | 'bad', same: number) => ({
    commit: '',
    subject: '',
    why: '',
    state,
    votes: { same, of: 3 },
  })
  t.ok(confidenceOf([of('bad', 3), of('good', 3)]) > confidenceOf([of('bad', 1), of('good', 3)]))
  t.end()
})
