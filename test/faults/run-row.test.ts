import t from 'tap'
import { emptyFolder } from '../empty-folder.js'
import type { RowOfGroup } from './row.js'
import { runRow } from './run-row.js'
import type { Warm } from './warm.js'
import type { World } from './world.js'

const base = emptyFolder()
const warm: Warm = {
  kernel: '',
  older: '',
  entries: [],
  compiled: base,
  objects: base,
  records: base,
  minutes: 1,
}

let count = 0

/** What is said of a program that a shell runs in place of ours. */
const outcomeOf = async (script: string, row: Partial<RowOfGroup> = {}) =>
  runRow(
    {
      group: 'host',
      fault: 'none',
      expected: { exit: 0 },
      inject: async (world: World) => world.execute(['sh', '-c', script]).ended,
      ...row,
    },
    base,
    count++,
    warm,
  )

t.test('a program that ends as expected and leaves nothing is well', async t => {
  const { wrong, observed } = await outcomeOf('exit 2', { expected: { exit: 2 } })
  t.strictSame(wrong, [])
  t.equal(observed, 'exit 2')
})

t.test('another exit code, verdict, error, or number of lost programs than expected is told', async t => {
  const kernel = { ref: 'a', programs: 12, agreed: 11, diverged: 0, known: 0, lost: 1, reports: [] }
  const record = JSON.stringify({ verdict: 'agree', kernels: [kernel] })
  const said = `echo '${record}'; echo 'landlockstep: E_FILE: none is there.' >&2`
  const { wrong } = await outcomeOf(said, {
    expected: {
      ...{ exit: 1, verdict: 'diverge', code: 'E_DISK', says: /full/ },
      ...{ kernel: { agreed: 11, lost: 0 }, reports: 1 },
    },
  })
  t.strictSame(wrong, [
    'exit 1, but it was 0',
    'diverge, but it said agree',
    'E_DISK, but it said E_FILE',
    'it did not say /full/',
    'lost 0, but it was 1',
    '1 reports, but there were 0',
  ])
})

t.test('a record that contradicts itself, or the exit code, is told', async t => {
  const kernel = { ref: 'a', programs: 12, agreed: 9, diverged: 0, known: 0, lost: 1 }
  const record = JSON.stringify({ verdict: 'incomplete', kernels: [kernel] })
  const { wrong } = await outcomeOf(`echo '${record}'`, { expected: { exit: 0, verdict: 'incomplete' } })
  t.strictSame(wrong, [
    'it said incomplete and exited with 0',
    'programs of a are not in one of agreed, diverged, known, flaky, silent and lost',
  ])
})

t.test('a fault that cannot be injected is told', async t => {
  const { wrong } = await outcomeOf('', { inject: () => Promise.reject(new Error('no compiler')) })
  t.strictSame(wrong, ['the fault could not be injected: no compiler'])
})

t.test('an error that nobody expects is told, and so is the end by a signal', async t => {
  const { wrong } = await outcomeOf("echo 'landlockstep: E_DISK: full' >&2; kill -9 $$")
  t.strictSame(wrong, [
    'exit 0, but it was -1',
    'no signal, but SIGKILL ended it',
    'no error, but it said E_DISK',
  ])
})

t.test('a stack and control characters are never right', async t => {
  const { wrong } = await outcomeOf("printf 'Error\\n    at run (main.ts:1:2)\\n\\033[2J' >&2")
  t.strictSame(wrong, ['it printed a stack', 'it printed control characters'])
})

t.test('a process that is left behind is told, and ended', async t => {
  const { wrong } = await outcomeOf('setsid sleep 300 >/dev/null 2>&1 & exit 0')
  t.match(wrong, [/^left process sleep \(\d+\)$/])
})

t.test('files and mounts that are left behind are told', async t => {
  const script = `
    : >"$TMPDIR/scratch"; mkdir -p "$XDG_CACHE_HOME/landlockstep/kernels/.part-7-x" out/runs/1/
    : >/dev/shm/shared; echo '{"verdict"' >out/runs/1/result.json; mount -t tmpfs tmpfs "$HOME"`
  const { wrong } = await outcomeOf(script)
  t.match(wrong, [
    /^left mount .*home$/,
    'left file tmp/scratch',
    'left file shm/shared',
    'left file cache/landlockstep/kernels/.part-7-x',
    'left file out/runs/1 without a whole result.json',
  ])
})

t.test('what a row says besides is wrong, and what it measured is kept', async t => {
  const { wrong, observed, figures } = await outcomeOf('', {
    inject: async world => {
      world.problem('the run afterwards does not agree')
      world.figure('3 boots')
      return world.execute(['true']).ended
    },
  })
  t.strictSame(wrong, ['the run afterwards does not agree'])
  t.equal(observed, 'exit 0; the run afterwards does not agree')
  t.strictSame(figures, ['3 boots'])
})

t.test('a row that does not end in time is told', async t => {
  const { wrong } = await outcomeOf('sleep 300', { limit: 1 })
  t.strictSame(wrong, ['did not end in 1 s'])
})

t.test('a row cannot write to the package, has no network, and may have little room', async t => {
  const script = `
    touch package.json 2>/dev/null && exit 3
    [ "$(grep -c : /proc/net/dev)" = 1 ] || exit 4
    head -c 200000 /dev/zero >out/much 2>/dev/null && exit 5
    touch "$XDG_CACHE_HOME/one" 2>/dev/null && exit 6
    touch specs/mine || exit 7`
  const { observed } = await outcomeOf(script, {
    setting: { sizes: { out: '64k' }, readOnly: ['cache'], own: ['specs'] },
  })
  t.equal(observed, 'exit 0')
})
