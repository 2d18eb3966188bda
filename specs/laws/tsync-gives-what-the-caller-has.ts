import { logs, mute, readAudit, subdomainsOff } from '../arbitrary/audit.js'
import { type EndingCase, ending } from '../arbitrary/ends.js'
import { at, bind, byRoute, create, enforce, program, tcp } from '../arbitrary/ops.js'
import { maxLayers } from '../model/enforce.js'
import type { Op, RulesetRef } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { restrictSelfFlags } from '../uapi/landlock.js'

const [tsync, noNewPrivs] = [1 << restrictSelfFlags.tsync.bit, 1 << restrictSelfFlags.no_new_privs.bit]

const early = (...ops: readonly (Op | readonly Op[])[]): readonly Op[] =>
  program(...ops).ops.map(op => byRoute(op, 'early_thread'))

const forAll = (ruleset: RulesetRef, flags = 0): Op => ({
  kind: 'restrict_self',
  ruleset,
  flags: tsync | flags,
})

const drop: Op = { kind: 'drop_caps' }
const bound = [tcp(0), bind(0, at('a'))]
const boundEarly = [tcp(0), ...early(bind(0, at('a')))]

/** Whether a thread that gave up its capabilities may enforce tells whether it has no_new_privs. */
const ofPrivilege = (target: Target): readonly EndingCase[] => {
  const made = create(target, 0, { handled_access_net: ['bind_tcp'] })
  const withFlag: readonly EndingCase[] = [
    { ops: [made, early(drop), forAll(0, noNewPrivs), early(enforce(0))], ends: 'OK' },
    { ops: [made, drop, early(drop), forAll(0, noNewPrivs), early(enforce(0))], ends: 'OK' },
    { ops: [made, drop, early(drop), forAll('foreign', noNewPrivs), early(enforce(0))], ends: 'EPERM' },
    { ops: [made, drop, early(drop, forAll(0, noNewPrivs)), enforce(0)], ends: 'OK' },
  ]
  return [
    { ops: [made, early(drop), { kind: 'no_new_privs' }, forAll(0), early(enforce(0))], ends: 'OK' },
    { ops: [made, early(drop), forAll(0), early(enforce(0))], ends: 'EPERM' },
    { ops: [made, early(drop, { kind: 'no_new_privs' }), forAll(0), early(enforce(0))], ends: 'OK' },
    { ops: [made, early({ kind: 'no_new_privs' }), drop, early(forAll(0)), enforce(0)], ends: 'OK' },
    { ops: [made, early(drop, forAll(0))], ends: 'EPERM' },
    { ops: [made, drop, byRoute({ kind: 'no_new_privs' }, 'thread'), forAll(0)], ends: 'EPERM' },
    ...(has(target, restrictSelfFlags.no_new_privs) ? withFlag : []),
  ]
}

/** Threads with domains of their own have that of the caller instead, whatever theirs denied and however many layers they had. */
const ofDomains = (target: Target): readonly EndingCase[] => {
  const free = create(target, 1, { handled_access_net: ['connect_tcp'] })
  const own = create(target, 0, { handled_access_net: ['bind_tcp'] })
  const sixteen = Array.from({ length: maxLayers }, () => enforce(0))
  /** Who has no domain takes away that of others, without a ruleset. */
  const lifted: EndingCase = {
    ops: [own, early(enforce(0)), boundEarly, forAll('none', subdomainsOff), early(bind(0, at('a')))],
    ends: 'OK',
  }
  return [
    ...(target.behaviours.includes('mute_with_tsync') ? [lifted] : []),
    { ops: [own, free, early(enforce(0)), boundEarly], ends: 'EACCES' },
    { ops: [own, free, early(enforce(0)), forAll(1), boundEarly], ends: 'OK' },
    { ops: [own, free, early(enforce(1)), forAll(0), boundEarly], ends: 'EACCES' },
    { ops: [own, free, enforce(0), early(forAll(1)), bound], ends: 'OK' },
    { ops: [own, free, early(forAll(0)), bound], ends: 'EACCES' },
    { ops: [own, free, byRoute(forAll(0), 'thread'), bound], ends: 'EACCES' },
    { ops: [own, free, byRoute(forAll(0), 'thread'), boundEarly], ends: 'EACCES' },
    { ops: [own, early(sixteen, enforce(0))], ends: 'E2BIG' },
    { ops: [own, early(sixteen), forAll(0), early(enforce(0))], ends: 'OK' },
    { ops: [own, free, sixteen, early(enforce(1), enforce(1)), forAll(0), early(enforce(1))], ends: 'OK' },
    { ops: [own, sixteen.slice(1), forAll(0), early(enforce(0))], ends: 'E2BIG' },
  ]
}

/** Who was muted by itself logs again, and who was not does not any more. */
const ofMuting = (target: Target): readonly EndingCase[] => {
  const base = [
    create(target, 0, { handled_access_net: ['bind_tcp'] }),
    create(target, 1, { handled_access_net: ['connect_tcp'] }),
  ]
  const logged = '=deny(1,net.bind_tcp,saddr=127.0.0.1,src=a)+alloc(1,by=0)'
  const denied = [...early(enforce(0)), ...boundEarly, readAudit]
  return [
    { ops: [base, forAll(1), denied], ends: logged },
    { ops: [base, forAll(1, subdomainsOff), denied], ends: '=none' },
    { ops: [base, enforce(1), mute, forAll(1), denied], ends: '=none' },
    { ops: [base, early(enforce(1), mute, enforce(0)), boundEarly, readAudit], ends: '=none' },
    { ops: [base, early(enforce(1), mute), forAll(1), denied], ends: logged },
  ]
}

/** With TSYNC all threads have the domain of the caller, its muting, and no_new_privs if it has that, in place of what they enforced themselves; capabilities stay those of each. */
export const tsyncGivesWhatTheCallerHas: Spec = {
  name: 'tsync-gives-what-the-caller-has',
  applies: target => has(target, restrictSelfFlags.tsync),
  ...ending(target => [
    ...ofPrivilege(target),
    ...ofDomains(target),
    ...(logs(target) ? ofMuting(target) : []),
  ]),
}
