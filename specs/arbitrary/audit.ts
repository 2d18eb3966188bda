import fc, { type Arbitrary } from 'fast-check'
import type { Outcome } from '../outcome.js'
import type { Op, Port, Program, Slot } from '../program.js'
import { recordsOf } from '../records.js'
import type { Target } from '../target.js'
import type { Trace } from '../trace.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { freshPort, policy, right } from './draw.js'
import { addRule, by, close, create, exercise, layer, type NetRightName, program } from './ops.js'

/** Whether a target logs anything. */
export const logs = ({ abi }: Target): boolean => abi >= restrictSelfFlags.log_same_exec_off.abi

export const readAudit: Op = { kind: 'read_audit' }

/** Whether a target has trace events of Landlock. */
export const traces = ({ abi }: Target): boolean => abi >= restrictSelfFlags.no_new_privs.abi

export const readEvents: Op = { kind: 'read_events' }

/** Up to three layers, and attempts by a process and its child, some of which they deny; what was written of them is read now and then, and in the end. */
export const attempts = (target: Target, read: Op): Arbitrary<Program> =>
  fc
    .record({
      policies: fc.array(policy(target), { minLength: 1, maxLength: 3 }),
      attempts: fc.array(fc.record({ right: right(target), port: freshPort(), child: fc.boolean() }), {
        minLength: 1,
        maxLength: 4,
      }),
    })
    .map(({ policies, attempts }) =>
      program(
        policies.flatMap(({ handled, grants }, slot) => layer(target, slot, handled, grants)),
        { kind: 'fork', child: 1 },
        attempts.flatMap(({ right, port, child }, slot) => [
          ...by(child ? 1 : 0, exercise(right, slot, port)),
          ...(slot % 2 === 0 ? [] : [read]),
        ]),
        read,
      ),
    )

/** Whether each reading tells of as many denials as there were since the one before. */
export const areCounted = (trace: Trace, { kind }: Op, denialsIn: (outcome: Outcome) => number): boolean => {
  let denials = 0
  for (const { op, outcome } of trace) {
    if (outcome === 'EACCES') denials += 1
    if (op.kind !== kind) continue
    if (denialsIn(outcome) !== denials) return false
    denials = 0
  }
  return true
}

/** Flags of restrict_self(2) and add_rule(2). */
export const sameExecOff = 1 << restrictSelfFlags.log_same_exec_off.bit
export const newExecOn = 1 << restrictSelfFlags.log_new_exec_on.bit
export const subdomainsOff = 1 << restrictSelfFlags.log_subdomains_off.bit
export const quiet = 1

const enforceWith = (ruleset: Slot, flags: number): Op => ({ kind: 'restrict_self', ruleset, flags })

/** Mutes further layers, by fd -1 and without a layer. */
export const mute: Op = { kind: 'restrict_self', ruleset: 'none', flags: subdomainsOff }

/** The ports that a stack of layers tells apart. */
const stackPorts = ['a', 'b', 'c'] as const
type StackPort = (typeof stackPorts)[number]

/** A layer that handles one right, the ports that it denies, the flags it is enforced with, and whether a mute comes before it. */
type Level = { readonly denies: readonly StackPort[]; readonly flags: number; readonly mutes: boolean }

/** Up to four layers, made with one of these flags each. */
export const levels = (flags: readonly number[], mutes: boolean): Arbitrary<readonly Level[]> =>
  fc.array(
    fc.record({
      denies: fc.subarray([...stackPorts]),
      flags: fc.constantFrom(...flags),
      mutes: mutes ? fc.boolean() : fc.constant(false),
    }),
    { minLength: 1, maxLength: 4 },
  )

/** The layers of a stack, the first one first. */
export const stack = (target: Target, right: NetRightName, layers: readonly Level[]): readonly Op[] =>
  layers.flatMap(({ denies, flags, mutes }, slot) => [
    ...(mutes ? [mute] : []),
    create(target, slot, { handled_access_net: [right] }),
    ...stackPorts.filter(port => !denies.includes(port)).map(port => addRule(slot, { allow: [right], port })),
    enforceWith(slot, flags),
  ])

/** Exercises the right on every port, and reads after each what was logged; by an executed program if wanted. */
export const tryPorts = (right: NetRightName, executes = false): readonly Op[] =>
  stackPorts.flatMap((port: Port) => [
    ...exercise(right, 0, port).map(op =>
      executes && (op.kind === 'bind' || op.kind === 'connect') ? { ...op, route: 'exec' as const } : op,
    ),
    readAudit,
    close(0),
  ])

/** For each port that was tried, the layer to blame by what the rules of a trace say: the youngest that denies; -1 for none. */
export const blamed = (trace: Trace): readonly number[] => {
  const granted: (readonly unknown[])[] = []
  for (const { op } of trace) {
    if (op.kind === 'create_ruleset') granted.push([])
    if (op.kind === 'add_rule' && op.attr !== null && op.attr !== 'unmapped' && 'port' in op.attr)
      granted.push([...(granted.pop() ?? []), op.attr.port])
  }
  return stackPorts.map(port => granted.findLastIndex(ports => !ports.includes(port)))
}

/** For each time that was read, the domains that denied. */
export const deniers = (trace: Trace): readonly (readonly number[])[] =>
  trace.flatMap(({ op, outcome }) =>
    op.kind === 'read_audit'
      ? [recordsOf(outcome).flatMap(({ kind, domain }) => (kind === 'deny' ? [domain] : []))]
      : [],
  )
