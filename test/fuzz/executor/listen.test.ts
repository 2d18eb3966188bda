import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { answerIn } from '../../../generator/fuzz/executor/answer.js'
import { type Answer, edgesOf, listen, slabCountsOf } from '../../../generator/fuzz/executor/listen.js'
import { linesOfPieces } from '../../../generator/shared/lines.js'
import { runs } from '../../fuzz-runs.js'
import { excess } from '../../linear.js'

type Said = { readonly number: number; readonly end: string; readonly edges: readonly number[] | undefined }

const heard = (...lines: readonly string[]): readonly Said[] => {
  const all: Said[] = []
  const { hear, finish } = listen({
    begun: () => {},
    ended: (number, { observation: { end }, edges }) => {
      all.push({ number, end, edges })
    },
    done: () => {},
  })
  for (const line of lines) hear(line)
  finish()
  return all
}

/** The same of a text that comes in pieces, which end at these places. */
const heardInPieces = (text: string, cuts: readonly number[]): readonly Said[] => {
  const bytes = Buffer.from(text)
  const places = [0, ...cuts.map(cut => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  const take = linesOfPieces()
  return heard(...places.slice(1).flatMap((end, index) => take(bytes.subarray(places[index], end))))
}

const program = (number: number, ...edges: readonly string[]): readonly string[] => [
  `# begin p${number}`,
  '  # steps OK',
  ...edges,
  `ok 1 p${number}`,
]

t.test('edges belong to the program in whose lines they stand', async t => {
  const told = heard(
    ...program(0, '# edges 81234567 beef81234567'),
    ...program(1, '# edges'),
    ...program(2, '# edges ffffffffffff'),
  )
  t.strictSame(told, [
    { number: 0, end: 'done', edges: [0x81234567, 0xbeef81234567] },
    { number: 1, end: 'done', edges: [] },
    { number: 2, end: 'done', edges: [2 ** 48 - 1] },
  ])
})

t.test('without KCOV nothing is known of edges', async t => {
  t.strictSame(heard(...program(0), ...program(1)), [
    { number: 0, end: 'done', edges: undefined },
    { number: 1, end: 'done', edges: undefined },
  ])
})

t.test('a line that is garbled says nothing of edges', async t => {
  for (const line of [
    '# edges 12 xyz',
    '# edges 1234567890abc',
    '# edges 12 34 ',
    '# edges12',
    '  # edges 12',
  ])
    t.equal(edgesOf(line), undefined, JSON.stringify(line))
})

t.test(
  'a sample of the slabs says how many objects each cache has, and nothing if its line is garbled',
  async t => {
    t.strictSame(
      slabCountsOf('# slabs kmalloc-64=12 filp=3'),
      new Map([
        ['kmalloc-64', 12],
        ['filp', 3],
      ]),
    )
    for (const line of [
      ...['# slabs', '# slabs filp', '# slabs filp=3 x', '# slabs filp=a', 'slabs filp=3'],
      ...['# slabs filp=3 filp=4', '# slabs  filp=3', '# slabs filp=3 '],
    ])
      t.equal(slabCountsOf(line), undefined, line)
  },
)

t.test(
  'a sample of the slabs is told with what is in use, and neither is there of a kernel that does not say it',
  async t => {
    const told = (...lines: readonly string[]) => {
      const all: Answer[] = []
      const { hear, finish } = listen({
        begun: () => {},
        ended: (_, one) => void all.push(one),
        done: () => {},
      })
      for (const line of ['# begin p0', ...lines, '# steps', 'ok 1 p0']) hear(line)
      finish()
      return all[0]
    }
    const observation = { end: 'done', outcomes: [], detail: '' }
    const counts = new Map([['filp', 3]])
    t.strictSame(told('# slabs filp=3', '# used 5'), { observation, counts, used: 5 })
    t.strictSame(told('# used 5'), { observation, used: 5 })
    t.strictSame(told(), { observation })
    for (const lines of [
      ['# used 5', '# slabs filp=3'],
      ['# used 5', '# used 5'],
      ['# slabs'],
      ['  # steps OK'],
    ])
      t.match(
        told(...lines),
        { observation: { end: 'lost', detail: 'a line was garbled' } },
        lines.join('\n'),
      )
  },
)

t.test('what the executor does not say, or says in another place, makes its program lost', async t => {
  const [begin = '', steps = '', end = ''] = program(0)
  const wrong = [
    [begin, steps, steps, end],
    [begin, steps, '# edges 1', '# edges 2', end],
    [begin, '# edges 1', steps, end],
    [begin, '# steps OK', end],
    [begin, ' # steps OK', end],
    [begin, '  # steps  OK', end],
    [begin, '  # stepsOK', end],
    [begin, steps, 'hello', end],
    [begin, steps, '  # race: 1 denied', end],
    [begin, steps, 'ok 1 p1', end],
    [begin, steps, `not ${end}`, end],
    [begin, end, steps, end],
    [begin, steps, end, end],
    [begin, steps, end, steps, end],
    [begin, steps, end, 'hello'],
    [begin, ...Array.from({ length: 100 }, () => '  # race: 1 denied'), steps, end],
  ]
  for (const lines of wrong) t.match(heard(...lines), [{ number: 0, end: 'lost' }], lines.join('\n'))
})

t.test('what it says of races and as signs of life is about no outcome', async t => {
  const [begin = '', steps = '', end = ''] = program(0)
  const whole = [
    begin,
    '# goes on',
    '  # race: 1 came through, 0 denied',
    '# goes on',
    steps,
    '# edges',
    '# goes on',
    end,
  ]
  t.match(heard(...whole, '# goes on', ...program(1)), [
    { number: 0, end: 'done' },
    { number: 1, end: 'done' },
  ])
})

t.test('how a program ended is understood only as the executor says it', async t => {
  const ending = (directive: string) =>
    heard('# begin p0', '  # steps OK', `ok 1 p0 # ${directive}`).map(({ end }) => end)
  t.strictSame(ending('hang after 5 s'), ['hang'])
  t.strictSame(ending('crash, killed by signal 9'), ['crash'])
  t.strictSame(ending('audit records were lost'), ['lost'])
  t.strictSame(ending('hang'), [])
  t.strictSame(
    heard('# begin p0', 'ok 1 p0 # SKIP no audit records: No').map(({ end }) => end),
    ['lost'],
  )
})

t.test('where the threads of a program are that hangs stands before what its steps gave', async t => {
  const stack = 'actor 0, thread 1 (D): __schedule+0x52a/0x1080 schedule+0x28/0xa0'
  const lines = [`  # stack of ${stack}`, '  # steps OK']
  const { observation } = answerIn(lines, 'hang after 5 s')
  t.strictSame(observation, { end: 'hang', outcomes: ['OK'], detail: 'hang after 5 s', stacks: [stack] })
  t.equal(answerIn(lines.toReversed(), 'hang after 5 s').observation.end, 'lost')
})

t.test('an answer that somebody else gave before the executor did is not believed', async t => {
  const lines = ['# begin p0', '  # steps OK', 'ok 1 p0', '  # steps EACCES', 'ok 1 p0', ...program(1)]
  t.match(heard(...lines), [
    { number: 0, end: 'lost' },
    { number: 1, end: 'done' },
  ])
  const ahead = ['# begin p0', '# begin p1', '  # steps OK', 'ok 1 p1', '  # steps OK', 'ok 1 p0', '# end']
  t.match(heard(...ahead), [{ number: 1, end: 'lost' }])
})

const said = fc.constantFrom(
  ...[
    '# begin p0',
    '# begin p1',
    '  # steps OK',
    '  # steps',
    '# steps',
    '# edges 1 2',
    '# slabs a=1',
    '# used 1',
  ],
  ...[
    'ok 1 p0',
    'ok 1 p1',
    'ok 1 p1 # hang after 5 s',
    '# goes on',
    '# end',
    '  # race: 1 denied',
    'hello',
    '# ready',
  ],
)

t.test('the pieces in which an executor is heard change no answer', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(said, fc.string({ unit: 'binary' })), { maxLength: 25 }),
      fc.array(fc.nat()),
      (lines, cuts) => {
        const text = lines.map(line => `${line}\n`).join('')
        return isDeepStrictEqual(heardInPieces(text, cuts), heardInPieces(text, []))
      },
    ),
    runs(500),
  )
})

t.test(
  'a program is only ever told of as the lines right behind its beginning say, and each time that it began at most once',
  async () => {
    const whole = [
      '  # steps OK',
      '  # steps',
      '# steps',
      '# edges 1 2',
      '# slabs a=1',
      '# used 1',
      '  # race: 1 denied',
    ]
    fc.assert(
      fc.property(fc.array(fc.oneof(said, fc.string({ unit: 'binary' })), { maxLength: 25 }), lines => {
        const told = heard(...lines)
        const begun = lines.filter(line => /^# begin p[\d]{1,9}$/.test(line)).length
        const done = told.filter(({ end }) => end === 'done')
        const without = lines.filter(line => line !== '# goes on').join('\n')
        return (
          told.length <= begun &&
          done.every(({ number }) => {
            const around = new RegExp(
              `# begin p${number}\\n((?:(?:${whole.join('|')})\\n)*)ok 1 p${number}(?:\\n# |\\n\\[|$)`,
            )
            return around.test(without)
          })
        )
      }),
      runs(3_000),
    )
  },
)

t.test('a program in which the executor says its last word has no end', async t => {
  t.strictSame(heard('# begin p1', '# end', '# steps', 'ok 1 p1'), [])
})

for (const [what, part] of Object.entries({
  edges: ' beef81234567',
  caches: ' filp=3',
  outcomes: ' OK',
  blanks: ' ',
  races: '1 a, ',
}))
  t.test(`the time for ${what} in a line is in proportion to them`, async t => {
    for (const start of ['# edges', '# slabs', '  # steps', '  # race: ']) {
      const input = (size: number): string => start + part.repeat(size / part.length)
      t.equal(
        excess(input, line => heard('# begin p0', line, 'ok 1 p0')),
        undefined,
        start,
      )
    }
  })

t.test(
  'the time for lines is in proportion to them, and no more of them are kept than a program has',
  async t => {
    for (const line of ['hello', '# begin p0', '  # steps OK', 'ok 1 p0'])
      t.equal(
        excess(
          size => Array.from({ length: size / 10 }, () => line),
          lines => heard('# begin p0', ...lines),
        ),
        undefined,
        line,
      )
  },
)
