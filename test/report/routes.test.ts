import t from 'tap'
import { type Attempt, type Fate, routeTable } from '../../generator/report/routes.js'

const attempt = (kernel: string, way: string, fate: Fate, clause = 'hook.denied'): Attempt => ({
  kernel,
  way,
  action: 'bind',
  fate,
  clause,
})

const table = (...attempts: readonly Attempt[]): readonly string[] =>
  routeTable({
    kernels: ['6.12', '7.3'],
    ways: ['fork', 'early_sqpoll'],
    actions: ['bind'],
    attempts,
    absences: ['6.12 has no compat (SIGSEGV): 2 programs not run.'],
  }).split('\n')

t.test('a cell says once what all kernels gave, and what some gave by their names', async t => {
  const lines = table(
    attempt('6.12', 'fork', 'denied'),
    attempt('7.3', 'fork', 'denied'),
    attempt('7.3', 'early_sqpoll', 'gap', 'route.submitting-thread'),
  )
  t.ok(lines.includes('| fork | denied |'))
  t.ok(lines.includes('| early_sqpoll | –: 6.12; gap: 7.3 |'))
})

t.test(
  'an attempt that differs is not hidden behind others, and one that was not made is not denied',
  async t => {
    const lines = table(attempt('6.12', 'fork', 'denied'), attempt('6.12', 'fork', 'differs'))
    t.ok(lines.includes('| fork | differs: 6.12; –: 7.3 |'))
  },
)

t.test('below it stand the gaps with their citation, and what a kernel lacks', async t => {
  const lines = table(attempt('7.3', 'early_sqpoll', 'gap', 'route.submitting-thread'))
  t.match(lines.at(-1), /^- `route.submitting-thread`: .* \(io_uring\/sqpoll.c: /)
  t.ok(lines.includes('6.12 has no compat (SIGSEGV): 2 programs not run.'))
})
