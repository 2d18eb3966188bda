import t from 'tap'
import { countsOf, edgesOf, listen } from '../../../generator/fuzz/executor/listen.js'

type Told = { readonly number: number; readonly end: string; readonly edges: readonly number[] | undefined }

const heard = (...lines: readonly string[]): readonly Told[] => {
  const all: Told[] = []
  const onLine = listen({
    begun: () => {},
    ended: (number, { observation: { end }, edges }) => {
      all.push({ number, end, edges })
    },
    done: () => {},
  })
  for (const line of lines) onLine(line)
  return all
}

const program = (number: number, ...edges: readonly string[]): readonly string[] => [
  `# begin p${number}`,
  '# steps OK',
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

t.test('a census says how many objects each cache has, and nothing if its line is garbled', async t => {
  t.strictSame(
    countsOf('# census kmalloc-64=12 filp=3'),
    new Map([
      ['kmalloc-64', 12],
      ['filp', 3],
    ]),
  )
  for (const line of ['# census', '# census filp', '# census filp=3 x', '# census filp=a', 'census filp=3'])
    t.equal(countsOf(line), undefined, line)
})
