import t from 'tap'
import type { KernelResult, Result } from '../../generator/judge/result.js'
import { matrix } from '../../generator/report/matrix.js'

const kernel: KernelResult = {
  ref: 'debian:trixie/6.12',
  origin: 'Debian',
  release: '6.12.117+deb13-cloud-amd64',
  sha256: 'ab',
  abi: 6,
  errata: null,
  programs: 10,
  agreed: 8,
  diverged: 0,
  known: 2,
  lost: 0,
  flaky: 0,
  retried: 0,
  notRetried: 0,
  leftOut: [],
  baseline: [],
  unseen: [],
  tests: [],
  notRunnable: [],
  laws: { agreed: 3, total: 3 },
  cases: { agreed: 0, total: 0 },
  clauses: { hit: 7, total: 99 },
  claims: [],
  brokenClaims: 0,
  reports: [],
  missing: [],
  notes: [],
  seconds: { build: 1.2, run: 2.4 },
  sockets: ['SCTP', 'vsock'],
  suite: '',
  suiteId: '',
  folder: '',
}

const result: Result = {
  verdict: 'incomplete',
  failOn: 'incomplete',
  seed: 1,
  judgedAt: '2026-11-24T17:36:41.000Z',
  kernels: [kernel],
  unavailable: [{ ref: 'debian:trixie/5.0', code: 'E_KERNEL', why: 'There is none.' }],
  laws: 3,
  clauses: { hit: 7, total: 99 },
  divergences: [],
  folder: '',
}

t.test(
  'what is missing of a kernel stands beside what it lost, and an error is told by its first line',
  async t => {
    const [line] = matrix(['debian:trixie/6.12'], {
      ...result,
      kernels: [{ ...kernel, missing: ['the guest was lost (panic) in a_0'] }],
    })
      .split('\n')
      .slice(2)
    t.match(line, /\| 2 \| 0 \| 0; the guest was lost \(panic\) in a_0 \| {2}\| 3 of 3 \|/)
    const unavailable = [{ ref: 'native', code: 'E_BUG', why: 'Error: no\n    at here' }]
    t.match(matrix(['native'], { ...result, unavailable }), /\| not run: E_BUG: Error: no \|/)
  },
)

t.test('what could not be run stands there with what the kernel lacks for it', async t => {
  const [line] = matrix(['debian:trixie/6.12'], {
    ...result,
    kernels: [{ ...kernel, notRunnable: [{ feature: 'compat', refused: 'ENOSYS', programs: 33 }] }],
  })
    .split('\n')
    .slice(2)
  t.match(line, /\| 0 \| 33 by compat \| 3 of 3 \|/)
})

t.test('each kernel is a line in the order asked for, and one that could not be had says why', async t => {
  const lines = matrix(['debian:trixie/5.0', 'debian:trixie/6.12'], result).split('\n')
  t.match(lines[2], /^\| `debian:trixie\/5\.0` \| not run: E_KERNEL: There is none\. \|/)
  t.equal(
    lines[3],
    '| `debian:trixie/6.12` | 6.12.117+deb13 | 6 | unknown | 10 | 8 | 2 | 0 | 0 |  | 3 of 3 | 7 | 0 of 0 | SCTP, vsock | 4 |',
  )
  const columns = lines.slice(0, 4).map(line => line.split('|').length)
  t.equal(new Set(columns).size, 1)
})
