import { logs, quiet, readAudit } from '../arbitrary/audit.js'
import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  addPathRule,
  bindName,
  connectName,
  create,
  enforce,
  sandbox,
  sendName,
  unix,
  unixServer,
} from '../arbitrary/ops.js'
import type { Outcome } from '../outcome.js'
import type { Op, OpOf, PathBeneathAttr } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { addRuleFlags, fsRights } from '../uapi/landlock.js'

type FileRight = 'make_sock' | 'resolve_unix'
type Beneath = PathBeneathAttr['parent']

const rule = (ruleset: number, right: FileRight, parent: Beneath): OpOf<'add_rule'> =>
  addPathRule(ruleset, [right], parent)

const handling = (target: Target, slot: number, right: FileRight): Op =>
  create(target, slot, { handled_access_fs: [right] })

/** A layer that handles a right and allows it at some paths. */
const allowing = (
  target: Target,
  slot: number,
  right: FileRight,
  ...parents: readonly Beneath[]
): readonly Op[] => [
  handling(target, slot, right),
  ...parents.map(parent => rule(slot, right, parent)),
  enforce(slot),
]

const makeSock = (target: Target): readonly EndingCase[] => {
  const within = allowing(target, 0, 'make_sock', '/in')
  const denied = sandbox(target, 0, { handled_access_fs: ['make_sock'] })
  const begun = handling(target, 0, 'make_sock')
  return [
    { ops: [within, unix(0), bindName(0, '/in/s')], ends: 'OK' },
    { ops: [within, unix(0), bindName(0, '/s')], ends: 'EACCES' },
    { ops: [allowing(target, 0, 'make_sock', 'directory'), unix(0), bindName(0, '/in/s')], ends: 'OK' },
    { ops: [denied, unix(0), bindName(0, '/in/s')], ends: 'EACCES' },
    { ops: [denied, unix(0), bindName(0, '/in')], ends: 'EADDRINUSE' },
    { ops: [unix(0), connectName(0, '/in')], ends: 'ECONNREFUSED' },
    { ops: [unixServer(0, '/s', 'SOCK_STREAM'), unix(1), connectName(1, '/in/s')], ends: 'ENOENT' },
    { ops: [begun, rule(0, 'make_sock', '/in')], ends: 'OK' },
    { ops: [begun, rule(0, 'make_sock', '/s')], ends: 'EBADF' },
    { ops: [unix(0), bindName(0, '/s'), begun, rule(0, 'make_sock', '/s')], ends: 'EINVAL' },
  ]
}

const resolveUnix = (target: Target): readonly EndingCase[] => {
  const served = [...unixServer(0, '/s', 'SOCK_STREAM'), ...unixServer(1, '/in/s', 'SOCK_STREAM')]
  const reach = (name: '/s' | '/in/s', ...layers: readonly (readonly Op[])[]) => [
    served,
    ...layers,
    unix(2),
    connectName(2, name),
  ]
  const at = (slot: number, ...parents: readonly Beneath[]) =>
    allowing(target, slot, 'resolve_unix', ...parents)
  const datagrams = unixServer(0, '/s', 'SOCK_DGRAM')
  return [
    { ops: [served, handling(target, 0, 'resolve_unix'), rule(0, 'resolve_unix', '/s')], ends: 'OK' },
    { ops: reach('/s', at(0, '/s')), ends: 'OK' },
    { ops: reach('/in/s', at(0, '/s')), ends: 'EACCES' },
    { ops: reach('/in/s', at(0, '/in/s')), ends: 'OK' },
    { ops: reach('/in/s', at(0, '/in')), ends: 'OK' },
    { ops: reach('/s', at(0, '/in')), ends: 'EACCES' },
    { ops: reach('/in/s', at(0, 'directory')), ends: 'OK' },
    { ops: reach('/in/s', at(0, '/s', '/in')), ends: 'OK' },
    { ops: reach('/s', at(0, '/s'), at(1, 'directory')), ends: 'OK' },
    { ops: reach('/s', at(0, '/s'), at(1, '/in')), ends: 'EACCES' },
    { ops: [datagrams, at(0, '/s'), unix(1, 'SOCK_DGRAM'), sendName(1, '/s')], ends: 'OK' },
    { ops: [datagrams, at(0, '/in'), unix(1, 'SOCK_DGRAM'), sendName(1, '/s')], ends: 'EACCES' },
  ]
}

const deniedIn = (path: string, right: FileRight): Outcome =>
  `=deny(1,fs.${right},path=${path})+alloc(1,by=0)`

const logged = (target: Target): readonly EndingCase[] => {
  const denied = sandbox(target, 0, { handled_access_fs: ['make_sock'] })
  const ends = deniedIn('/in', 'make_sock')
  return [{ ops: [denied, unix(0), bindName(0, '/in/s'), readAudit], ends }]
}

/** A quiet rule for a path is one for what is beneath, too. */
const quietly = (target: Target): readonly EndingCase[] => {
  const silent = (parent: Beneath): readonly Op[] => [
    create(target, 0, { handled_access_fs: ['resolve_unix'], quiet_access_fs: ['resolve_unix'] }),
    { ...rule(0, 'resolve_unix', parent), attr: { allowed_access: [], parent }, flags: quiet },
    enforce(0),
  ]
  const reach = (name: '/s' | '/in/s', parent: Beneath) => [
    ...[unixServer(0, name, 'SOCK_STREAM'), silent(parent)],
    ...[unix(1), connectName(1, name), readAudit],
  ]
  return [
    { ops: reach('/in/s', '/in/s'), ends: '=none' },
    { ops: reach('/in/s', '/in'), ends: '=none' },
    { ops: reach('/s', '/in'), ends: deniedIn('/s', 'resolve_unix') },
  ]
}

/**
 * A rule for a directory is for all that is beneath it, one for a socket's file for that socket, and neither for anything else; what a rule for a
 * file may allow is what makes sense for one.
 */
export const pathRulesReachDownAndNoFurther: Spec = {
  name: 'path-rules-reach-down-and-no-further',
  ...ending(target => [
    ...makeSock(target),
    ...(has(target, fsRights.resolve_unix) ? resolveUnix(target) : []),
    ...(logs(target) ? logged(target) : []),
    ...(logs(target) && has(target, addRuleFlags.quiet) ? quietly(target) : []),
  ]),
}
