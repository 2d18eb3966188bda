import t from 'tap'
import type { KernelResult, Result, ResultFinding } from '../../generator/judge/result.js'
import { terminal } from '../../generator/report/terminal.js'
import type { ClaimResult } from '../../generator/suite/suite.js'
import { smallResult } from './small-result.js'

const claimed = (claim: string, verdict: ClaimResult['verdict'], words: string): ClaimResult => ({
  claim,
  says: 'it',
  cite: 'errata.h',
  isMade: true,
  verdict,
  kept: verdict === 'kept' ? 3 : 0,
  broken: verdict === 'broken' ? 3 : 0,
  words,
})

const kernel: KernelResult = {
  ref: 'debian:trixie',
  origin: 'Debian trixie',
  release: '6.12.117',
  sha256: 'ab',
  abi: 6,
  errata: 15,
  programs: 512,
  agreed: 512,
  diverged: 0,
  known: 0,
  lost: 0,
  flaky: 0,
  retried: 0,
  notRetried: 0,
  leftOut: [],
  baseline: [],
  unseen: [],
  tests: [],
  laws: { agreed: 27, total: 27 },
  cases: { agreed: 2, total: 2 },
  clauses: { hit: 80, total: 97 },
  claims: [
    claimed('erratum 1', 'kept', ''),
    claimed('erratum 2', 'untold', 'programs have processes and no threads'),
    { ...claimed('ABI 7', 'untold', ''), isMade: false },
  ],
  brokenClaims: 0,
  reports: [],
  missing: [],
  notRunnable: [{ feature: 'compat', refused: 'SIGSEGV', programs: 2 }],
  notes: ['TCG, which is slower: no KVM'],
  seconds: { build: 2, run: 3.25 },
  sockets: ['SCTP'],
  suite: 'out/suites/abi-6-errata-15',
  suiteId: 'ab',
  folder: 'out/runs/now',
}

const hostile = '\u001b]0;owned\u0007\r\n\nKernel and specs agree (exit code 0)'

const finding: ResultFinding = {
  kernel: 'debian:trixie',
  law: 'denial-is-final',
  claim: 'Denied stays denied.',
  place: 'specs/laws/denial-is-final.ts:9',
  test: 'denial_is_final_3',
  program: '0123456789ab',
  ops: [
    { kind: 'socket', as: 0, domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_TCP' },
    { kind: 'bind', socket: 0, address: { family: 'AF_INET', host: '127.0.0.1', port: 'a' } },
    { kind: 'listen', socket: 0 },
  ],
  outcomes: ['OK', 'OK'],
  step: 1,
  observed: 'OK',
  allowed: ['EACCES'],
  clause: 'bind.denied',
  why: 'A layer that handles it must grant it.',
  cite: 'security/landlock/net.c',
  known: null,
  isFlaky: false,
  replay: 'npx landlockstep replay p.json --kernel debian:trixie',
}

const result: Result = {
  verdict: 'agree',
  failOn: 'incomplete',
  seed: 1,
  judgedAt: '2026-11-24T17:36:41.000Z',
  kernels: [kernel],
  unavailable: [],
  laws: 27,
  clauses: { hit: 80, total: 97 },
  divergences: [],
  folder: 'out/runs/now',
}

t.test('a run that agrees tells counts, times, folders and the exit code', async t => {
  t.equal(
    terminal(result),
    `debian:trixie  6.12.117  ABI 6, errata 15  (Debian trixie)
  note: TCG, which is slower: no KVM
  programs  512 of 512 agree, 0 diverge, 0 known, 0 lost
  not run   2 programs: this kernel has no compat (SIGSEGV)
  laws      27 of 27 agree
  cases     2 of 2 kept cases agree, before all other laws
  clauses   80 of 97 seen
  claims    1 of 2 kept, not told: erratum 2
  seconds   build 2.0, run 3.3: 5.3 in all
  suite     out/suites/abi-6-errata-15
  run       out/runs/now

Kernel and specs agree (exit code 0)`,
  )
})

t.test(
  'a divergence tells law, program, observed and allowed, clause with citation, and how to replay it',
  async t => {
    const text = terminal({
      ...result,
      verdict: 'diverge',
      kernels: [{ ...kernel, agreed: 511, diverged: 1 }],
      divergences: [finding],
    })
    t.equal(
      text.split('\n\n')[0],
      `debian:trixie: denial-is-final does not hold
  Denied stays denied.
  specs/laws/denial-is-final.ts:9
  program 0123456789ab (denial_is_final_3)
     0  socket 0 = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) → OK
  >  1  bind(socket 0, 127.0.0.1:a) → OK
     2  listen(socket 0) → not reached
  step 1: observed OK, allowed only EACCES
  bind.denied: A layer that handles it must grant it.
    security/landlock/net.c
  replay: npx landlockstep replay p.json --kernel debian:trixie`,
    )
    t.match(text, /diverge: 1 divergence, 0 kernel reports, 0 broken claims \(exit code 1\)$/)
  },
)

t.test('what is known is told in a line per entry, and does not count as a divergence', async t => {
  const known = { ...finding, known: 'one.json' }
  const text = terminal({ ...result, divergences: [known, known] })
  t.match(text, /^debian:trixie: known, specs\/known\/one\.json: .*, 2 outcomes$/m)
  t.notMatch(text, /does not hold/)
})

t.test('lost programs and kernel reports are told, and a run without a verdict says why', async t => {
  const lost = terminal({ ...result, verdict: 'incomplete', kernels: [{ ...kernel, lost: 2, agreed: 510 }] })
  t.match(lost, /2 lost$/m)
  t.match(lost, /No verdict: 2 programs lost \(exit code 2\)$/)
  t.match(terminal({ ...result, verdict: 'incomplete', kernels: [] }), /nothing was run/)
  const warned = terminal({
    ...result,
    verdict: 'diverge',
    kernels: [{ ...kernel, reports: ['WARNING: at net.c:1'] }],
  })
  t.match(warned, /kernel report: WARNING: at net\.c:1/)
  t.match(warned, /0 divergences, 1 kernel report, 0 broken claims /)
})

t.test('a broken claim is told in words, with its citation', async t => {
  const text = terminal({
    ...result,
    verdict: 'diverge',
    kernels: [
      { ...kernel, brokenClaims: 1, claims: [claimed('ABI 9', 'broken', 'claims ABI 9 and does not do it')] },
    ],
  })
  t.match(text, /^ {2}CLAIM {5}claims ABI 9 and does not do it \(errata\.h\)$/m)
  t.match(text, /^ {2}claims {4}0 of 1 kept$/m)
  t.match(text, /diverge: 0 divergences, 0 kernel reports, 1 broken claim \(exit code 1\)$/)
})

t.test('a kernel that could not be run leaves no verdict, and the others are told', async t => {
  const unavailable = [{ ref: 'debian:trixie/5.0', code: 'E_KERNEL', why: 'There is none.' }]
  const text = terminal({ ...result, verdict: 'incomplete', unavailable })
  t.match(text, /512 of 512 agree/)
  t.match(text, /^debian:trixie\/5\.0: E_KERNEL: There is none\.$/m)
  t.match(text, /No verdict: 1 kernel could not be run \(exit code 2\)$/)
})

t.test('what is missing of a run is told, and why there is no verdict', async t => {
  const missing = ['the guest was lost (hang) in a_0']
  const kernels = [{ ...kernel, lost: 2, agreed: 510, missing }]
  const text = terminal({ ...result, verdict: 'incomplete', kernels })
  t.match(text, /^ {2}missing: the guest was lost \(hang\) in a_0$/m)
  t.match(text, /No verdict: 2 programs lost, 1 thing missing \(exit code 2\)$/)
})

t.test('what kernels and files say moves no terminal, and makes no line of its own', async t => {
  const text = terminal({
    ...result,
    kernels: [{ ...kernel, ref: hostile, release: hostile, reports: [hostile], notes: [hostile] }],
    divergences: [{ ...finding, kernel: hostile, test: hostile, observed: hostile, law: hostile }],
    unavailable: [{ ref: hostile, code: 'E_KERNEL', why: hostile }],
  })
  t.notMatch(text, /[^\n\P{Cc}]/u)
  t.notMatch(text.split('\n').slice(0, -1).join('\n'), /^ *Kernel and specs agree/m)
  t.match(text, /kernel report: \\u001b\]0;owned\\u0007\\u000d\\n\\nKernel and specs agree/)
})

t.test(
  'what a kernel has that fits no design, and an ABI that nobody knows, come before all else',
  async t => {
    const first = (more: Partial<KernelResult>): string => {
      const one = { ...kernel, ...more }
      const result: Result = { ...smallResult, kernels: [one], divergences: [], verdict: 'agree' }
      return terminal(result).split('\n')[0] ?? ''
    }
    t.match(
      first({ abi: 12 }),
      /^debian:trixie: ABI 12 is newer than any that the specs know: it is judged as ABI 11/,
    )
    t.match(
      first({ strange: ['field at byte 16'] }),
      /^debian:trixie: no design found: it has a field for sockets at byte 16, which moves scoped: every caller built against ABI 6 breaks; --design/,
    )
    t.match(
      first({ strange: ['rule 3 of 20 bytes'], designs: ['socket-create-v4'] }),
      /judged as socket-create-v4, which is not all that it is: it has a rule 3 of 20 bytes$/,
    )
    const named = terminal({
      ...smallResult,
      kernels: [{ ...kernel, designs: ['socket-fd'] }],
      divergences: [],
    })
    t.match(named, /ABI 6, errata 15, socket-fd {2}\(/)
  },
)
