import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { exec } from '../../generator/shared/exec.js'
import { counter, lines } from '../../generator/shared/progress.js'
import { progressLine } from '../../generator/shared/progress-line.js'
import { shellWord } from '../../generator/shared/shell-word.js'

t.test('without a terminal a line comes when a thing begins, and then only now and then', async t => {
  const told: string[] = []
  let now = 0
  const { show } = lines({ write: text => told.push(text) }, () => now)
  show('compiling a.c (1)')
  show('compiling b.c (2)')
  now = 4_999
  show('compiling c.c (3)')
  now = 5_000
  show('compiling d.c (4)')
  show('running 5 programs', { done: 2, total: 5 })
  t.strictSame(told, ['compiling a.c (1)\n', 'compiling d.c (4)\n', 'running 5 programs: 2 of 5\n'])
})

t.test('what is counted has a bar, how many of how many, and the time that is left', async t => {
  let now = 0
  const line = counter(() => now)
  const of = (done: number, columns = 80) => line('running 400 programs', { done, total: 400 }, columns)
  t.equal(of(0), 'running 400 programs  [....................] 0/400')
  now = 10_000
  t.equal(of(100), 'running 400 programs  [#####...............] 100/400, 30 s left')
  t.equal(of(10), 'running 400 programs  [....................] 10/400, 7 min left')
  t.equal(of(100, 36), 'running 400 prog… 100/400, 30 s left', 'a narrow terminal has no bar')
  t.equal(of(400), 'running 400 programs  [####################] 400/400')
  line('running 7 programs', { done: 3, total: 7 }, 80)
  now = 12_000
  t.match(
    line('running 7 programs', { done: 5, total: 7 }, 80),
    /5\/7, 2 s left$/,
    'another count has its own time',
  )
})

t.test('no line is wider than what there is', async t => {
  const isNarrow = (): void =>
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        fc.option(fc.record({ done: fc.nat(9_999), total: fc.nat(9_999) }), { nil: undefined }),
        fc.integer({ min: 0, max: 120 }),
        fc.nat(1e7),
        (text, counted, columns, now) => {
          const start = { at: 0, done: 0 }
          return [...progressLine(text, counted, columns, { start, now })].length <= columns
        },
      ),
    )
  t.doesNotThrow(isNarrow)
})

/** What a terminal of so many columns is sent. */
async function onTerminal(env: Readonly<Record<string, string>>, columns = 80): Promise<string> {
  const child = fileURLToPath(new URL('shows-progress.ts', import.meta.url))
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const command = [
    'env',
    '-u',
    'CI',
    '-u',
    'NO_COLOR',
    'TERM=xterm',
    ...settings,
    process.execPath,
    '--import',
    'tsx',
    child,
  ]
  const line = `stty cols ${columns} rows 24; ${command.map(shellWord).join(' ')}`
  const { stdout, exitCode } = await exec('script', ['-qec', line, '/dev/null'])
  t.equal(exitCode, 0, stdout)
  return stdout
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what moves the cursor and what colours.
const [moved, coloured] = [/\r|\n|\x1b\[\d*[GAK]/, /\x1b\[3\d/]

t.test('a terminal of 80 columns is never sent more than these, and no colours if it wants none', async t => {
  const all = await onTerminal({})
  const widths = all.split(moved).map(text => [...stripVTControlCharacters(text)].length)
  t.ok(Math.max(...widths) <= 80, `${Math.max(...widths)} columns`)
  t.ok(Math.max(...widths) > 60, 'it is made use of')
  t.match(all, /\[#+\.*\] \d+\/4287, \d+ s left/)
  t.match(all, coloured)
  t.notMatch(await onTerminal({ NO_COLOR: '1' }), coloured)
})

t.test(
  'in CI a terminal has plain lines, and so has one that can do nothing else or has no width',
  async t => {
    for (const [env, columns] of [[{ CI: 'true' }], [{ TERM: 'dumb' }], [{}, 0]] as const) {
      const text = await onTerminal(env, columns)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there.
      t.notMatch(text, /\x1b/)
      t.match(text, /^running 4287 programs on .*: 0 of 4287\r?\n$/)
    }
  },
)
