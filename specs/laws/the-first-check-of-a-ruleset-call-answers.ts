import { ending } from '../arbitrary/ends.js'
import { addPathRule, addRule, create, enforce, layer } from '../arbitrary/ops.js'
import { placeOf } from '../attr-size.js'
import { noDescriptor } from '../ops/values.js'
import type { Mask, Op, PathBeneathAttr, RulesetRef } from '../program.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { addRuleFlags, restrictSelfFlags, rulesetAttr } from '../uapi/landlock.js'

const sized = (net: Mask, size: number, last_byte?: number): Op => ({
  kind: 'create_ruleset',
  as: 0,
  attr: { handled_access_net: net },
  size,
  ...(last_byte === undefined ? {} : { last_byte }),
})

const quietPath = (parent: PathBeneathAttr['parent']): Op => ({
  ...addPathRule(0, ['read_file'], parent),
  flags: 1,
})

const muting = (ruleset: RulesetRef): Op => ({
  kind: 'restrict_self',
  ruleset,
  flags: 1 << restrictSelfFlags.log_subdomains_off.bit,
})

/** Where two checks of a Landlock call fail, the one that syscalls.c makes first gives the errno; nothing is read beyond the size. */
export const theFirstCheckOfARulesetCallAnswers: Spec = {
  name: 'the-first-check-of-a-ruleset-call-answers',
  ...ending(target => {
    const sixteen = Array.from({ length: 16 }, () => enforce(0))
    const files = create(target, 0, { handled_access_fs: ['read_file'] })
    const { offset } = rulesetAttr.handled_access_net
    /** So many bytes end with the one that has the lowest bits of that field. */
    const lowest = placeOf(target, offset, 0) / 8 + 1
    const isFlagsFirst = target.behaviours.includes('flags_before_privilege')
    return [
      {
        ops: [files, sixteen, { kind: 'restrict_self', ruleset: 'foreign' }],
        ends: 'EBADFD',
      },
      {
        ops: [files, { kind: 'drop_caps' }, { kind: 'restrict_self', ruleset: 0, flags: 1 << 30 }],
        ends: isFlagsFirst ? 'EINVAL' : 'EPERM',
      },
      {
        ops: [{ kind: 'add_rule', ruleset: 'foreign', type: 'path_beneath', attr: null }],
        ends: 'EBADFD',
      },
      ...(!has(target, restrictSelfFlags.log_subdomains_off)
        ? []
        : [
            { ops: [muting(noDescriptor)], ends: 'EBADF' as const },
            { ops: [muting('foreign')], ends: 'EBADFD' as const },
          ]),
      { ops: [sized(['bind_tcp'], 8)], ends: 'ENOMSG' },
      {
        ops: [sized(['bind_tcp'], lowest, 2), addRule(0, { allow: ['bind_tcp'], port: 'a' })],
        ends: 'EINVAL',
      },
      {
        ops: [sized(['bind_tcp'], lowest, 2), addRule(0, { allow: ['connect_tcp'], port: 'a' })],
        ends: 'OK',
      },
      { ops: [layer(target, 0, ['bind_tcp']), addRule(0, { allow: ['bind_tcp'], port: 'a' })], ends: 'OK' },
      ...(!has(target, addRuleFlags.quiet)
        ? []
        : (['directory', 'none'] as const).map(parent => ({
            ops: [files, quietPath(parent)],
            ends: 'EINVAL' as const,
          }))),
    ]
  }),
}
