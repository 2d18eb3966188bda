import { logs } from '../arbitrary/audit.js'
import { type EndingCase, ending } from '../arbitrary/ends.js'
import { by, layer, tcp } from '../arbitrary/ops.js'
import { takeFd } from '../arbitrary/passing.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'

const fork: Op = { kind: 'fork', child: 1 }
const read: Op = { kind: 'read_audit' }

const casesOf = (target: Target): readonly EndingCase[] => {
  const logged = logs(target) ? '=deny(1,ptrace,to=1)+alloc(1,by=0)' : '=none'
  const sandbox = layer(target, 0, ['bind_tcp'])
  return [
    { ops: [fork, sandbox, by(1, tcp(0)), takeFd(1, 0, 1), read], ends: logged },
    { ops: [fork, sandbox, { kind: 'ptrace', of: 1, request: 'PTRACE_SEIZE' }, read], ends: logged },
    { ops: [fork, sandbox, { kind: 'open_proc', of: 1, what: 'ns' }, read], ends: logged },
    {
      ops: [fork, sandbox, { kind: 'traceme', actor: 1 }, read],
      ends: logs(target) ? '=deny(1,ptrace,to=nobody)+alloc(1,by=0)' : '=none',
    },
    { ops: [fork, sandbox, { kind: 'setns', what: 'net', of: 1 }, read], ends: logged },
    { ops: [sandbox, fork, by(1, tcp(0)), takeFd(1, 0, 1), read], ends: '=none' },
  ]
}

/** Who may not look into a process has that logged, whatever it was to do or take there, and by whoever asked for it. */
export const deniedTracesAreLogged: Spec = {
  name: 'denied-traces-are-logged',
  ...ending(casesOf),
}
