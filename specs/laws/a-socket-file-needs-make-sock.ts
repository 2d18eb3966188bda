import { logs, readAudit } from '../arbitrary/audit.js'
import { ending } from '../arbitrary/ends.js'
import { addPathRule, bindName, create, enforce, layer, rightsOf, sandbox, unix } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'

const makeSock = { handled_access_fs: ['make_sock'] }

const allowed = (ruleset: number): Op => addPathRule(ruleset, ['make_sock'])

/** bind(2) to a path makes a file: that is judged by MAKE_SOCK and by no right on networks, after a path that is taken. */
export const aSocketFileNeedsMakeSock: Spec = {
  name: 'a-socket-file-needs-make-sock',
  ...ending(target => {
    const denied = sandbox(target, 0, makeSock)
    const taken = [unix(1), bindName(1, '/s')]
    return [
      { ops: [denied, unix(0), bindName(0, '/s')], ends: 'EACCES' },
      { ops: [denied, unix(0), bindName(0, '@s')], ends: 'OK' },
      { ops: [create(target, 0, makeSock), allowed(0), enforce(0), unix(0), bindName(0, '/s')], ends: 'OK' },
      { ops: [taken, denied, unix(0), bindName(0, '/s')], ends: 'EADDRINUSE' },
      { ops: [denied, unix(0), bindName(0, '@t'), bindName(0, '/s')], ends: 'EACCES' },
      ...(rightsOf(target).length === 0
        ? []
        : [
            {
              ops: [layer(target, 0, rightsOf(target)), unix(0), bindName(0, '/s')],
              ends: 'OK' as const,
            },
          ]),
      ...(!logs(target)
        ? []
        : [
            {
              ops: [denied, unix(0), bindName(0, '/s'), readAudit],
              ends: '=deny(1,fs.make_sock,path=/)+alloc(1,by=0)' as const,
            },
          ]),
    ]
  }),
}
