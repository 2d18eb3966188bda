import { quiet, readAudit } from '../arbitrary/audit.js'
import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  addPathRule,
  connectName,
  create,
  enforce,
  sandbox,
  sendName,
  unix,
  unixServer,
} from '../arbitrary/ops.js'
import type { Outcome } from '../outcome.js'
import type { Op, RulesetAttr } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { addRuleFlags, fsRights } from '../uapi/landlock.js'

const reach: readonly Op[] = [unix(1), connectName(1, '/s')]
const logged: Outcome = '=deny(1,fs.resolve_unix,path=/s)+alloc(1,by=0)'

/** A layer that handles looking up sockets beside another right, with a rule for that other right. */
const quietly = (target: Target, slot: number, rights: RulesetAttr['quiet_access_fs'], flags: number) => [
  create(target, slot, { handled_access_fs: ['resolve_unix', 'read_dir'], quiet_access_fs: rights ?? [] }),
  { ...addPathRule(slot, ['read_dir']), flags },
  enforce(slot),
]

/** Quiet rules for paths: the layer to blame has to have the rule and the right among its quiet ones. */
const quietCases = (target: Target): readonly EndingCase[] => {
  const serve = unixServer(0, '/s', 'SOCK_STREAM')
  const silent = quietly(target, 0, ['resolve_unix'], quiet)
  const loud = (slot: number) => quietly(target, slot, ['resolve_unix'], 0)
  return [
    { ops: [serve, silent, reach, readAudit], ends: '=none' },
    { ops: [serve, loud(0), reach, readAudit], ends: logged },
    { ops: [serve, quietly(target, 0, ['read_dir'], quiet), reach, readAudit], ends: logged },
    { ops: [serve, loud(0), quietly(target, 1, ['resolve_unix'], quiet), reach, readAudit], ends: '=none' },
    { ops: [serve, silent, loud(1), reach, readAudit], ends: logged },
  ]
}

/** What RESOLVE_UNIX denies is logged with the path of the socket, unless a quiet rule for it says otherwise. */
export const pathDenialsAreLogged: Spec = {
  name: 'path-denials-are-logged',
  applies: ({ abi }) => abi >= fsRights.resolve_unix.abi,
  ...ending(target => {
    const scope = sandbox(target, 0, { handled_access_fs: ['resolve_unix'] })
    return [
      { ops: [unixServer(0, '/s', 'SOCK_STREAM'), scope, reach, readAudit], ends: logged },
      { ops: [scope, unixServer(0, '/s', 'SOCK_STREAM'), reach, readAudit], ends: '=none' },
      {
        ops: [unixServer(0, '/s', 'SOCK_DGRAM'), scope, unix(1, 'SOCK_DGRAM'), sendName(1, '/s'), readAudit],
        ends: logged,
      },
      ...(target.abi < addRuleFlags.quiet.abi ? [] : quietCases(target)),
    ]
  }),
}
