import t from 'tap'
import { execWatched, type Watched } from '../../generator/guest/exec-watched.js'
import { usualLimits } from '../../generator/guest/watch.js'

async function run(script: string, more: Partial<Watched> = {}) {
  const lines: string[] = []
  const ended = await execWatched('sh', ['-c', script], {
    limits: { ...usualLimits, ...more.limits },
    onLine: line => lines.push(line),
    ...more,
  })
  return { ...ended, lines }
}

const limited = (limits: object) => ({ limits: { ...usualLimits, ...limits } })

t.test('whoever ends by itself has no cause, and its lines are heard', async t => {
  t.match(await run('echo one; echo two >&2; exit 3'), {
    exit: { exitCode: 3, stderr: 'two\n' },
    cause: undefined,
    lines: ['one'],
  })
})

t.test('whoever says that it ended and stays, is ended', async t => {
  const { cause, exit } = await run('echo "# end"; exec sleep 60', { isLast: line => line === '# end' })
  t.match({ cause, exit }, { cause: { end: 'stay' }, exit: { signal: 'SIGKILL' } })
})

t.test('whoever says nothing is ended, and whoever is stopped is not called a hang', async t => {
  t.match(await run('sleep 60', limited({ silenceMs: 500 })), { cause: { end: 'hang' } })
  t.match(await run('kill -STOP $$', limited({ silenceMs: 500 })), {
    cause: { end: 'killed', detail: /stopped/ },
  })
})

t.test('whoever says the same again and again is ended', async t => {
  const isProgress = (): boolean => false
  const script = 'while :; do echo x; sleep 0.1; done'
  t.match(await run(script, { ...limited({ stallMs: 1_000 }), isProgress }), {
    cause: { end: 'hang', detail: 'it got no further for 1 s' },
  })
})

t.test('whoever says too much is ended, and nothing of that is kept', async t => {
  let size = 0
  const onPiece = (piece: Buffer): void => {
    size += piece.length
  }
  const { cause, lines } = await run('yes', { ...limited({ bytes: 2 ** 20 }), onPiece })
  t.match(cause, { end: 'flood', detail: 'more than 1 MiB on its output' })
  t.ok(size <= 2 ** 20)
  t.ok(lines.length > 0)
})

t.test('whoever is not wanted any more is ended', async t => {
  const abort = new AbortController()
  setTimeout(() => abort.abort(), 200)
  t.match(await run('sleep 60', { abort: abort.signal }), {
    cause: { end: 'stopped' },
    exit: { signal: 'SIGKILL' },
  })
})
