import fc from 'fast-check'
import t from 'tap'
import type { Executor } from '../../generator/fuzz/executor/executor.js'
import { functionsOf, watched } from '../../generator/fuzz/kernel-coverage.js'
import { runs } from '../fuzz-runs.js'
import { excess } from '../linear.js'
import { targets } from '../targets.js'

const symbols = [
  'ffffffff81000000 T _text',
  'ffffffff81000200 t hook_socket_bind',
  'ffffffff81000100 T sys_bind',
  'ffffffff81000180 D a_table',
  'ffffffff81000300 t hook_socket_connect',
  'ffffffff81000400 t sys_bind',
  '',
].join('\n')

t.test('an edge counts for the function that it leads into, wherever it comes from', async t => {
  const edges = [
    0x81000200, 0x123481000200, 0x8100_02ff, 0x81000190, 0x9999_8100_0310, 0x80ff_ffff, 0x8100_0400,
  ]
  t.strictSame(functionsOf(symbols, edges), {
    sys_bind: 2,
    hook_socket_bind: 3,
    hook_socket_connect: 1,
  })
  t.strictSame(functionsOf('', edges), {}, 'without symbols nothing is known')
})

t.test(
  'whatever a System.map says, no edge counts for two functions, and no function that it does not name is reached',
  async () => {
    const part = fc.constantFrom(
      'ffffffff81000000',
      '00000000',
      ' T ',
      ' t ',
      ' D ',
      'a',
      '__proto__',
      'constructor',
      '\n',
      'x',
    )
    const text = fc.oneof(
      fc.array(part).map(parts => parts.join('')),
      fc.string({ unit: 'binary' }),
      fc.constant(symbols),
    )
    fc.assert(
      fc.property(text, fc.array(fc.nat(2 ** 31)), (map, edges) => {
        const counts = Object.entries(functionsOf(map, edges))
        const sum = counts.reduce((all, [, count]) => all + count, 0)
        return sum <= edges.length && counts.every(([name]) => map.includes(name))
      }),
      runs(300),
    )
  },
)

t.test('the time for a System.map is in proportion to its size', async t => {
  for (const line of ['ffffffff81000000 T _text\n', 'x', ' ', '\n', 'ffffffff81000000 T '])
    t.equal(
      excess(
        size => line.repeat(size / line.length),
        map => functionsOf(map, [1, 2, 3]),
      ),
      undefined,
      line,
    )
})

const [target] = targets
if (target === undefined) throw new Error('there is no target')

const saying = (...lines: readonly string[]): Executor => ({
  target,
  id: '',
  start: async (_programs, _folder, onLine) => {
    for (const line of lines) onLine(line)
    return { end: 'halt', detail: '', console: '' }
  },
})

async function* nothing(): AsyncGenerator<Uint8Array> {}

t.test('the edges of all guests are united, and a kernel without KCOV has none to tell of', async t => {
  const lines: string[] = []
  const { executor, edges } = watched(saying('# edges 1 2', '# begin p0', '# edges 2 3'))
  t.equal(edges(), undefined)
  await executor.start(nothing(), '', line => lines.push(line))
  await executor.start(nothing(), '', () => {})
  t.strictSame([...(edges() ?? [])], [1, 2, 3])
  t.strictSame(lines, ['# edges 1 2', '# begin p0', '# edges 2 3'], 'who listens hears all')
  const without = watched(saying('# begin p0', 'ok 1 p0'))
  await without.executor.start(nothing(), '', () => {})
  t.equal(without.edges(), undefined)
})
