import t from 'tap'
import { executePrograms } from '../../../generator/fuzz/executor/execute.js'
import type { Executor, GuestEnd, Seen } from '../../../generator/fuzz/executor/executor.js'
import { ToolError } from '../../../generator/shared/error.js'
import { candidates } from '../../../generator/suite/sample.js'
import { program, tcp } from '../../../specs/arbitrary/ops.js'
import { targets } from '../../targets.js'

const [target = fail()] = targets
function fail(): never {
  throw new Error('there is none')
}
const [drawn = fail()] = candidates(target, [program(tcp(0))])
const id = 'ab12'

/** What a guest says, and how it ends. */
type Guest = {
  readonly says: readonly string[]
  readonly ended: Partial<GuestEnd> | ToolError
  /** It ends before it has read that there are no more programs. */
  readonly isEarly?: true
}

const answer = (number: number): readonly string[] => [
  `# begin p${number}`,
  '  # steps OK',
  `ok 1 p${number}`,
]

/** Runs ten programs in guests like these, the last one again and again; tells how often one started, and what became of each program. */
async function run(guests: readonly Guest[], isHasty = false) {
  const left = Array.from({ length: 10 }, (_, index) => ({
    ...drawn,
    ...{ law: 'a-law', name: 'one', id: `${index}` },
  }))
  const seen = new Map<string, Seen>()
  let starts = 0
  const start: Executor['start'] = async (programs, _folder, onLine) => {
    const { says = [], ended = {}, isEarly } = guests[Math.min(starts, guests.length - 1)] ?? {}
    starts += 1
    const reader = programs[Symbol.asyncIterator]()
    await reader.next()
    if (isEarly !== true) await reader.next()
    for (const line of [`# executor ${id}`, ...says]) onLine(line)
    if (ended instanceof ToolError) throw ended
    return { end: 'halt', detail: '', console: '', ...ended }
  }
  const observed = (one: { readonly id: string }, what: Seen): void => void seen.set(one.id, what)
  const work = { next: () => left.shift(), observed }
  const failure = await executePrograms({ target, id, start }, work, t.testdir(), isHasty).then(
    () => undefined,
    (error: ToolError) => error.code,
  )
  const words = [...seen.entries()].map(
    ([one, { observation, isUnanswered, guest }]) =>
      `${one} ${guest?.end ?? (isUnanswered === true ? observation.detail : observation.end)}`,
  )
  return { starts, failure, words: words.toSorted() }
}

const done = (...numbers: readonly number[]): readonly string[] => numbers.map(number => `${number} done`)
const all = (count: number): readonly string[] => [
  ...Array.from({ length: count }, (_, number) => answer(number)).flat(),
  '# end',
]

t.test('a guest is replaced after its lifetime, and every program runs once', async t => {
  const left = Array.from({ length: 10 }, (_, index) => ({
    ...drawn,
    law: 'a-law',
    name: 'one',
    id: `${index}`,
  }))
  const [seen, shares]: [string[], number[]] = [[], []]
  const start: Executor['start'] = async (programs, _folder, onLine) => {
    const before = left.length
    const reader = programs[Symbol.asyncIterator]()
    while ((await reader.next()).done !== true);
    shares.push(before - left.length)
    for (const line of [`# executor ${id}`, ...all(before - left.length)]) onLine(line)
    return { end: 'halt', detail: '', console: '' }
  }
  const observed = (one: { readonly id: string }): void => void seen.push(one.id)
  await executePrograms(
    { target, id, start, lifetime: 4 },
    { next: () => left.shift(), observed },
    t.testdir(),
  )
  t.strictSame(shares, [4, 4, 2])
  t.strictSame(seen, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
})

t.test('a guest that somebody killed is followed by a fresh one, and no program is blamed', async t => {
  const says = [...answer(0), '# begin p1']
  for (const ended of [
    { end: 'killed', detail: 'QEMU was ended by SIGKILL' },
    new ToolError('E_QEMU', 'x'),
  ] as const)
    t.strictSame(
      await run([
        { says, ended },
        { says: all(8), ended: {} },
      ]),
      {
        starts: 2,
        failure: undefined,
        words: [
          ...done(0),
          `1 its guest failed with ${ended instanceof ToolError ? 'E_QEMU' : 'E_EXECUTOR'}`,
          ...done(2, 3, 4, 5, 6, 7, 8, 9),
        ],
      },
    )
})

t.test('what three guests in a row do is no accident, and each program is heard of', async t => {
  const { starts, failure, words } = await run([
    { says: answer(0), ended: { end: 'clock', detail: 'it is fast' } },
  ])
  t.equal(starts, 3)
  t.equal(failure, 'E_EXECUTOR')
  t.strictSame(words, [
    ...done(0, 1, 2),
    ...[3, 4, 5, 6, 7, 8, 9].map(one => `${one} its guest failed with E_EXECUTOR`),
  ])
})

t.test('an executor that is another one is no accident the first time', async t => {
  const { starts, failure, words } = await run([{ says: ['# executor other', ...all(10)], ended: {} }])
  t.strictSame([starts, failure], [1, 'E_EXECUTOR_ID'])
  t.equal(words.length, 10)
})

t.test('an executor that ends before it was told to has not run the others', async t => {
  const early: Guest = { says: [...answer(0), '# end'], ended: {}, isEarly: true }
  const { words } = await run([early, { says: all(9), ended: {} }])
  t.strictSame(words, done(0, 1, 2, 3, 4, 5, 6, 7, 8, 9))
})

t.test('what hangs is blamed, and not waited for again and again by who is in a haste', async t => {
  const hangs: Guest = { says: ['# begin p0'], ended: { end: 'hang', isSlow: true } }
  const patient = await run([hangs])
  t.strictSame([patient.starts, patient.failure], [11, undefined])
  t.ok(patient.words.every(one => one.endsWith(' hang')))
  const hasty = await run([hangs], true)
  t.strictSame([hasty.starts, hasty.failure], [3, 'E_EXECUTOR'])
  t.strictSame(
    hasty.words.filter(one => one.endsWith(' hang')),
    ['0 hang', '1 hang', '2 hang'],
  )
  t.equal(hasty.words.length, 10)
})

t.test('a flood of the executor is ours, and one of the kernel is its own', async t => {
  const flood = (detail: string) =>
    run([
      { says: ['# begin p0'], ended: { end: 'flood', detail } },
      { says: all(9), ended: {} },
    ])
  t.equal((await flood('more than 32 MiB on its channel')).words[0], '0 its guest failed with E_EXECUTOR')
  t.equal((await flood('more than 32 MiB on its console')).words[0], '0 flood')
})
