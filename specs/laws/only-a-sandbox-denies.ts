import { anyProgram } from '../arbitrary/program.js'
import type { OpKind } from '../program.js'
import type { Spec } from '../spec.js'
import { answering } from '../wrong.js'

/** Before anything takes rights away from a process that has all of them, nothing is answered EACCES. */
export const onlyASandboxDenies: Spec = {
  name: 'only-a-sandbox-denies',
  everywhere: true,
  programs: target => anyProgram(target),
  holds(trace) {
    const first = trace.findIndex(({ op }) => taking.includes(op.kind))
    return trace.slice(0, first < 0 ? trace.length : first).every(({ outcome }) => outcome !== 'EACCES')
  },
  refutedBy: answering('EACCES', op => op.kind === 'connect'),
}

const taking: readonly OpKind[] = ['restrict_self', 'drop_caps', 'seccomp', 'setns', 'unshare']
