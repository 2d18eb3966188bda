import type { Comparison, Side } from '../../generator/report/comparison-result.js'

const side = (ref: string, abi: number): Side => ({
  ref,
  origin: 'Debian',
  release: `${abi}.0`,
  sha256: 'ab',
  abi,
  errata: 15,
  behaviours: [],
  reports: [],
  missing: [],
  notes: [],
  seconds: { run: 2.5 },
})

/** One thing changed that programs of two laws show, and one that none does. */
export const compared: Comparison = {
  verdict: 'differ',
  seed: 1,
  judgedAt: '2026-11-24T17:36:41.000Z',
  kernels: [side('debian:trixie', 6), side('debian:trixie-backports', 11)],
  programs: 10,
  same: 7,
  differ: 3,
  lost: 0,
  notRun: 0,
  laws: [
    { law: 'flags-come-first', place: 'specs/laws/flags-come-first.ts:9', programs: 4, differ: 2, lost: 0 },
    { law: 'denial-is-final', place: 'specs/laws/denial-is-final.ts:9', programs: 4, differ: 0, lost: 0 },
    { law: 'no-privilege', place: 'specs/laws/no-privilege.ts:9', programs: 2, differ: 1, lost: 0 },
  ],
  changes: [
    {
      kind: 'behaviour',
      says: 'In B, and not in A, flags come first',
      cite: 'syscalls.c',
      programs: 3,
      law: 'flags-come-first',
      laws: ['flags-come-first', 'no-privilege'],
      program: '0123456789ab',
      ops: [{ kind: 'drop_caps' }, { kind: 'restrict_self', ruleset: 'none', flags: 1024 }],
      outcomes: ['EPERM', 'EINVAL'],
      clauses: [
        { clause: 'restrict.unprivileged', says: 'Privilege is needed.', cite: 'a.c' },
        { clause: 'restrict.unknown-flags', says: 'Flags are known.', cite: 'b.c' },
      ],
      replay: 'npx landlockstep replay p.json --kernel debian:trixie-backports',
    },
  ],
  unseen: ['B reports erratum 4 (abi-1.h)'],
  folder: 'out/runs/now',
}
