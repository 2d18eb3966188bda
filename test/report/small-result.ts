import type { KernelResult, Result, ResultFinding, TestResult } from '../../generator/judge/result.js'

const finding: ResultFinding = {
  kernel: 'debian:trixie',
  law: 'denial-is-final',
  claim: 'Once a port is denied to a process, it stays denied: layers only add up.',
  place: 'specs/laws/denial-is-final.ts:9',
  test: 'denial_is_final_1',
  program: '0123456789ab',
  ops: [
    { kind: 'socket', as: 0, domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_TCP' },
    { kind: 'bind', socket: 0, address: { family: 'AF_INET', host: '127.0.0.1', port: 'a' } },
  ],
  outcomes: ['OK', 'OK'],
  step: 1,
  observed: 'OK',
  allowed: ['EACCES'],
  clause: 'hook.denied',
  why: 'A layer that handles the right and has no rule for the port denies it.',
  cite: 'security/landlock/net.c: current_check_access_socket',
  known: null,
  isFlaky: false,
  replay: 'npx landlockstep replay out/runs/one/programs/0123456789ab.json --kernel debian:trixie',
}

const known: ResultFinding = {
  ...finding,
  law: 'handled-is-denied',
  claim: 'What is handled and not granted is denied.',
  place: 'specs/laws/handled-is-denied.ts:12',
  test: 'handled_is_denied_0',
  program: 'ba9876543210',
  known: 'erratum-1.json',
  why: 'Before the fix of erratum 1 any stream socket counted as TCP.',
  cite: 'security/landlock/errata/abi-4.h',
}

/** It did not come back in each fresh guest. */
const flaky = {
  ...finding,
  test: 'denial_is_final_4',
  program: '00112233aabb',
  isFlaky: true,
  again: {
    same: 1,
    votes: ['as allowed', 'step 1: OK', 'as allowed'],
    words: 'the same in 1 of 3 retries, so it is flaky',
  },
} satisfies ResultFinding

const test = (name: string, law: string, status: TestResult['status'], why?: string): TestResult => ({
  name,
  law,
  program: finding.program,
  status,
  ...(why === undefined ? {} : { why }),
})

const good: KernelResult = {
  ref: 'arch/x86/boot/bzImage',
  origin: 'a file',
  release: '7.3.4',
  sha256: 'cd'.repeat(32),
  abi: 11,
  errata: 15,
  programs: 2,
  agreed: 2,
  diverged: 0,
  known: 0,
  lost: 0,
  flaky: 0,
  retried: 0,
  notRetried: 0,
  baseline: [],
  unseen: [],
  tests: [
    test('denial_is_final_0', 'denial-is-final', 'agreed'),
    test('handled_is_denied_0', 'handled-is-denied', 'agreed'),
  ],
  notRunnable: [],
  laws: { agreed: 2, total: 2 },
  cases: { agreed: 0, total: 0 },
  clauses: { hit: 80, total: 97 },
  claims: [],
  brokenClaims: 0,
  reports: [],
  missing: [],
  notes: [],
  seconds: { build: 2, run: 1.5 },
  sockets: [],
  suite: 'out/suites/abi-11-errata-15',
  suiteId: 'ef'.repeat(32),
  leftOut: [{ why: '--shard 1/2', law: 'handled-is-denied', programs: 3 }],
  folder: 'out/runs/one/bzImage',
}

const bad: KernelResult = {
  ...good,
  ref: 'debian:trixie',
  origin: 'Debian trixie',
  release: '6.12.117',
  sha256: 'ab'.repeat(32),
  abi: 6,
  programs: 6,
  agreed: 1,
  diverged: 1,
  known: 1,
  flaky: 1,
  lost: 2,
  retried: 1,
  notRetried: 3,
  unseen: ['hook.denied'],
  baseline: [{ entry: 'expected.yaml#1', about: 'law handled-is-denied', verdict: 'holds', words: '' }],
  tests: [
    { ...test('denial_is_final_0', 'denial-is-final', 'agreed'), ms: 3.214 },
    { ...test('denial_is_final_1', 'denial-is-final', 'diverged'), ms: 1_204.8 },
    test('denial_is_final_2', 'denial-is-final', 'lost', 'ended without its outcomes'),
    test('denial_is_final_3', 'denial-is-final', 'lost'),
    { ...test('denial_is_final_4', 'denial-is-final', 'flaky'), again: flaky.again },
    test('handled_is_denied_0', 'handled-is-denied', 'known'),
  ],
  laws: { agreed: 1, total: 2 },
  reports: ['WARNING: CPU: 0 PID: 1 at security/landlock/net.c:71'],
  missing: ['the guest was lost (panic) in denial_is_final_2'],
  notes: ['TCG, which is slower: this machine has no /dev/kvm'],
  leftOut: [],
  folder: 'out/runs/one/debian-trixie',
}

/** Two kernels: a part of the suite agrees on one; the other has a divergence, a flaky one, a known one, two lost programs and a report of its own. */
export const smallResult: Result = {
  verdict: 'diverge',
  failOn: 'incomplete',
  seed: 1,
  judgedAt: '2026-11-24T17:36:41.000Z',
  kernels: [bad, good],
  unavailable: [],
  laws: 2,
  clauses: { hit: 82, total: 97 },
  divergences: [finding, flaky, known],
  folder: 'out/runs/one',
}
