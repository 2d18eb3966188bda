import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { processes } from '../../generator/fuzz/executor/process.js'
import { type FuzzLimits, loop } from '../../generator/fuzz/loop.js'
import { openCorpus } from '../../generator/fuzz/search/corpus.js'
import { sessionIn } from '../../generator/fuzz/session.js'
import { native } from '../../generator/guest/native.js'
import { buildGuestTools } from '../../generator/suite/build.js'
import { loadLaws } from '../../generator/suite/laws.js'
import { emptyFolder } from '../empty-folder.js'
import { targets } from '../targets.js'

const [oldest = fail(), , newest = fail()] = targets
function fail(): never {
  throw new Error('no target')
}
const specs = (await loadLaws()).filter(({ name }) => name === 'denial-is-final')
const kernel = { kind: 'native', ref: 'native', config: null, origin: 'the running kernel' } as const
const machine = native(kernel, await buildGuestTools(() => {}))

/** Processes that do what these lines of shell do, in place of the executor. */
function standIn(lines: readonly string[], target = newest) {
  const place = emptyFolder()
  const path = join(place, 'executor')
  writeFileSync(path, `#!/bin/bash\n${lines.join('\n')}\n`)
  chmodSync(path, 0o755)
  return { place, executor: { target, ...processes({ path, id: 'mine' }) } }
}

/** A session in them. */
async function session(
  lines: readonly string[],
  limits: Omit<FuzzLimits, 'seed'> = { programs: 600 },
  target = newest,
) {
  const { place, executor } = standIn(lines, target)
  const findings = join(place, 'findings')
  const on = { machine, release: '6.18', cases: null, findings }
  const bench = { target, specs, known: [] }
  const start = sessionIn(executor, bench, on, join(place, 'scratch'))
  const told: string[] = []
  const tell = (text: string): void => void told.push(text)
  const ended = await start({ seed: 1, ...limits }, openCorpus(join(place, 'corpus.jsonl')), () => {}, tell)
  const left = existsSync(join(place, 'scratch', 'guests'))
    ? readdirSync(join(place, 'scratch', 'guests'))
    : []
  return { ...ended, told, left, findings }
}

const id = 'echo "# executor mine"'
/** Answers every number that there is so, again and again, until no more programs come. */
const answers = (line: string, directive = ''): readonly string[] => [
  'exec 3<&0',
  '(cat >/dev/null; : >done) <&3 &',
  'until [ -e done ]; do',
  `  for number in {0..4999}; do echo "# begin p$number"; echo "${line}"; echo "ok 1 p$number${directive === '' ? '' : ` # ${directive}`}"; done`,
  'done',
  'echo "# end"',
]
const garbage = answers('nonsense')

t.test('an executor that answers garbage agrees with nothing: there is no verdict', async t => {
  const { kernel, divergences, left } = await session([id, ...garbage])
  t.match(kernel, { verdict: 'incomplete', programs: 600, agreed: 0, diverged: 0, lost: 600 })
  t.equal(kernel.unjudged['a line was garbled'], 600)
  t.match(kernel.missing, [/none of 600 programs was judged/])
  t.same(divergences, [])
  t.same(left, [], 'nor does it leave anything behind')
})

t.test('one that answers nothing at all has no verdict either, and each program is counted', async t => {
  const { kernel } = await session([id, 'cat >/dev/null; echo "# end"'], { programs: 300 })
  t.match(kernel, { verdict: 'incomplete', programs: 300, lost: 300, unjudged: {} })
  t.same(kernel.unanswered, { 'the executor came to its end without an answer to it': 300 })
})

t.test(
  'one that does not say which it is, or says another, is an error, and none of its answers counts',
  async t => {
    await t.rejects(session(garbage), { code: 'E_EXECUTOR', message: /did not say first which executor/ })
    await t.rejects(session(['echo "# executor other"', ...garbage]), { code: 'E_EXECUTOR_ID' })
  },
)

t.test('one that ends again and again while no program runs is told with its last lines', async t => {
  const ends = ['read -r -n 1', 'echo "# begin p0"; echo "ok 1 p0"', 'echo "what it said last"; exit 3']
  const { kernel } = await session([id, ...ends], { programs: 600 })
  t.match(kernel, { verdict: 'incomplete', agreed: 0 })
  t.match(
    kernel.missing.at(-1),
    /^it ended early: E_EXECUTOR: A guest ended .*below\.\n.*what it said last\n/s,
  )
})

t.test('one that ends in a program and not again is not the kernel that differs', async t => {
  const once = '[ -e $0-once ] || { touch $0-once; echo "# begin p0"; kill -9 $$; }'
  const { kernel, divergences, told, findings } = await session([id, once, ...garbage], { programs: 200 })
  t.match(told, [/found, and left in .*: the guest was lost \(exit\) \(denial-is-final\)/])
  t.match(kernel, { verdict: 'incomplete', programs: 200, diverged: 0, lost: 200 })
  t.equal(kernel.unanswered['it took too long, or the executor ended in it, and not each time'], 1)
  t.same(divergences, [])
  t.same(readdirSync(findings), [], 'and what was kept of it is gone')
})

t.test(
  'one that ends in its second program, whatever that is, breaks by itself: there is no verdict',
  async t => {
    const second =
      'read -n 1; sleep 0.2; printf "# begin p0\\nnonsense\\nok 1 p0\\n# begin p1\\n"; kill -9 $$'
    const { kernel, divergences } = await session([id, second], { programs: 20 })
    t.match(kernel, { verdict: 'incomplete', programs: 20, diverged: 0, lost: 20 })
    t.match(
      kernel.missing.at(-1),
      /^now and then, in 2 of 5 replays: the guest was lost \(exit\), as .*\.json once did$/,
    )
    t.same(divergences, [])
  },
)

t.test(
  'one that ends in every program, which a suite on the running kernel answers as it should, is to blame itself',
  async t => {
    const { kernel, divergences, findings } = await session(
      [id, 'read -n 1; echo "# begin p0"; kill -9 $$'],
      { programs: 3 },
      oldest,
    )
    t.match(kernel, { verdict: 'incomplete', programs: 3, diverged: 0, lost: 3 })
    t.match(
      kernel.missing.at(-1),
      /^in the executor alone, and not in a suite of its own: the guest was lost \(exit\)/,
    )
    t.same(divergences, [])
    t.match(readdirSync(findings), { length: 1 }, 'what it did is kept to be looked at')
  },
)

t.test(
  'what hangs once, and not when it runs again, is none of the kernel: the machine may be busy',
  async t => {
    const hang = 'read -n 1; sleep 0.2; printf "# begin p0\\n  # steps\\nok 1 p0 # hang after 5 s\\n"'
    const once = `[ -e $0-once ] || { touch $0-once; ${hang}; }`
    const { kernel, divergences, told } = await session([id, once, ...garbage], { programs: 200 })
    t.match(told, [/: STUCK, allowed only OK/])
    t.match(kernel, { verdict: 'incomplete', programs: 200, diverged: 0 })
    t.equal(kernel.unanswered['it took too long, or the executor ended in it, and not each time'], 1)
    t.same(divergences, [])
  },
)

/** The first program of each executor does not end, and its threads wait for each other. */
const deadlock = [
  'read -n 1',
  'echo "# begin p0"',
  'echo "  # stack of actor 0, thread 0 (S): schedule+0x28/0xa0 wait_for_completion_interruptible+0x24/0x40"',
  'echo "  # stack of actor 0, thread 1 (D): schedule+0x28/0xa0 rwsem_down_read_slowpath+0x2ca/0x590"',
  'echo "  # steps"; echo "ok 1 p0 # hang after 5 s"',
]

t.test('threads that wait for each other now and then are found, with how often they did', async t => {
  const { divergences } = await session([id, ...deadlock, ...garbage], { programs: 20 })
  t.match(divergences, [
    { observed: 'STUCK', stacks: { length: 2 }, replayed: 2, replays: 20, ops: { length: 1 } },
  ])
})

t.test('threads that waited for each other once are told, and there is no verdict', async t => {
  const once = ['if [ ! -e $0-once ]; then', 'touch $0-once', ...deadlock, 'fi']
  const { kernel, divergences, findings } = await session([id, ...once, ...garbage], { programs: 20 })
  t.match(kernel, { verdict: 'incomplete', diverged: 0 })
  t.match(kernel.missing.at(-1), /^now and then, in 0 of 20 replays: STUCK, as .*\.json once did$/)
  t.same(divergences, [])
  t.match(readdirSync(findings), { length: 1 })
})

t.test('where programs hang too often, the others are not waited for', async t => {
  const { executor, place } = standIn([id, ...answers('  # steps', 'hang after 5 s')])
  const bench = { target: newest, specs, known: [] }
  const setting = { executor, bench, corpus: undefined, scratch: join(place, 'scratch'), tell: () => {} }
  const looped = await loop(
    { ...setting, findings: join(place, 'findings') },
    { seed: 1, programs: 10_000 },
    () => {},
  )
  t.equal(looped.failure?.code, 'E_HANGS')
  t.ok(looped.programs < 3_000, `${looped.programs} programs`)
})

t.test('an executor that ended before an interruption may have been killed: there is no verdict', async t => {
  let programs = 0
  const isInterrupted = (): boolean => programs++ > 10
  const { kernel, divergences } = await session([id, 'echo "# begin p0"', 'kill -9 $$'], { isInterrupted })
  t.match(kernel, { verdict: 'incomplete', diverged: 0 })
  t.match(
    kernel.missing.at(-1),
    /^whether it comes back is not known: the guest was lost \(exit\), as .*: interrupted$/,
  )
  t.same(divergences, [])
})

t.test('an interruption ends a session with what is known by then, and what was found is named', async t => {
  let programs = 0
  const isInterrupted = (): boolean => programs++ > 100
  const crashes = answers('  # steps', 'crash, killed by signal 11')
  const { kernel, divergences, findings } = await session([id, ...crashes], { isInterrupted })
  t.match(kernel, { verdict: 'diverge', missing: [/was interrupted/] })
  t.match(divergences[0], {
    replays: 0,
    kept: 'not run again: interrupted',
    observed: 'crash, killed by signal 11',
  })
  const [one] = divergences
  t.ok(existsSync(join(findings, `${one?.program}.json`)), 'its program is on the disk')
  t.match(one?.replay, new RegExp(`^npx landlockstep replay .*/${one?.program}\\.json --kernel native$`))
})
