import { anyProgram } from '../arbitrary/program.js'
import { actorOf } from '../model/branch.js'
import type { Spec } from '../spec.js'
import { answering } from '../wrong.js'

/** Before its first layer, a process with all capabilities is never answered EACCES. */
export const onlyASandboxDenies: Spec = {
  name: 'only-a-sandbox-denies',
  programs: target => anyProgram(target),
  holds(trace) {
    const first = trace.findIndex(({ op, outcome }) => op.kind === 'restrict_self' && outcome === 'OK')
    const free = first < 0 ? trace : trace.slice(0, first)
    const dropped = free.filter(({ op }) => op.kind === 'drop_caps').map(({ op }) => actorOf(op))
    return free.every(({ op, outcome }) => outcome !== 'EACCES' || dropped.includes(actorOf(op)))
  },
  refutedBy: answering('EACCES', op => op.kind === 'connect'),
}
