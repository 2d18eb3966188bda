import type { Fuzzed, FuzzResult, ReproducedFinding } from '../../generator/report/fuzz-result.js'

/** A short session on this kernel. */
export const short: Fuzzed = {
  ref: 'native',
  origin: 'the running kernel',
  release: '6.18',
  sha256: '',
  abi: 7,
  errata: 15,
  verdict: 'agree',
  missing: [],
  ...{ programs: 900, agreed: 880, known: 10, diverged: 0, silent: 7, lost: 3 },
  unjudged: { 'audit records were lost': 2 },
  unanswered: { 'its guest failed with E_QEMU': 1 },
  unmodelled: 40,
  silences: { 'port.spent': 30, 'option.reuse': 22 },
  misfits: { 'actor.none': 12 },
  laws: 5,
  clauses: { hit: 45, total: 180 },
  covered: { corpus: 12, clauses: 40, pairs: 300, edges: 0 },
  history: [
    { second: 10, programs: 200, corpus: 8, clauses: 30, pairs: 200, edges: 0, findings: 0 },
    { second: 30, programs: 900, corpus: 12, clauses: 40, pairs: 300, edges: 0, findings: 0 },
  ],
  notes: ['nobody else is here'],
  seconds: { fuzz: 30, confirm: 0 },
  spent: { host: 2, kernels: 18, stages: { draw: 3, judge: 1 } },
}

const held = { descriptors: 32, children: 3, scratch: 71.6 }

/** A long one in guests. */
export const long: Fuzzed = {
  ...short,
  ref: 'debian:trixie',
  seconds: { fuzz: 600, confirm: 0 },
  history: [1, 2, 3, 4, 5, 6].map(step => ({
    second: step * 100,
    programs: step * 150,
    corpus: 5 + step,
    clauses: 20 + 3 * step,
    pairs: 100 * step,
    edges: 0,
    findings: step < 4 ? 0 : 1,
  })),
  minutes: {
    first: { programs: 6_000, ops: 48_000, host: 300.4, kernel: 35.6, ...held },
    last: { programs: 5_940, ops: 50_490, host: 310.2, kernel: 36.2, ...held, children: 1 },
  },
}

/** What a kernel did. */
export const found: ReproducedFinding = {
  kernel: 'debian:trixie',
  law: 'denial-is-final',
  program: '0123456789ab',
  ops: [{ kind: 'socket', as: 0, domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' }],
  step: 0,
  observed: 'OK',
  allowed: ['EACCES'],
  clause: 'hook.denied',
  why: 'A layer denies it.',
  cite: 'net.c',
  replay: 'npx landlockstep replay case.json --kernel debian:trixie',
  ...{ programs: 4, replayed: 5, replays: 5 },
  folder: 'out/findings/debian-trixie/0123456789ab',
  kept: 'kept as specs/cases/0123456789ab.json: explain it there',
}

/** The record of sessions. */
export const resultOf = (...kernels: readonly Fuzzed[]): FuzzResult => ({
  verdict: 'agree',
  seed: 7,
  judgedAt: '2026-11-24T17:36:41.000Z',
  kernels,
  unavailable: [],
  laws: 5,
  clauses: { hit: 45, total: 180 },
  divergences: [],
  folder: 'out/findings',
})
