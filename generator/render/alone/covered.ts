import { type Op, type Program, routeOf } from '../../../specs/program.js'
import { isObject } from '../parts.js'

/** Why a program cannot be told as a C file that stands alone, if it cannot: the first step that keeps it from that. */
export function uncovered({ ops }: Program): string | undefined {
  for (const [index, op] of ops.entries()) {
    const why = whyNot(op)
    if (why !== undefined) return `step ${index} ${why}`
  }
  return undefined
}

function whyNot(op: Op): string | undefined {
  const route = routeOf(op)
  if (route !== undefined) return `goes by ${route}, and not by a system call of its own`
  if (op.kind === 'race') return 'is a race of two threads'
  if (op.kind === 'read_audit') return 'reads audit records, for which a process beside it has to listen'
  if (op.kind === 'seccomp') return 'installs a seccomp filter'
  return isOfDesign(op) ? 'uses a right of a design, for which no header has a name' : undefined
}

function isOfDesign(op: Op): boolean {
  if (op.kind === 'create_ruleset') return isObject(op.attr) && op.attr.handled_access_socket !== undefined
  if (op.kind !== 'add_rule') return false
  return op.type === 'socket' || op.type === 'socket_v4' || (isObject(op.attr) && isOfSocket(op.attr))
}

const isOfSocket = (attr: object): boolean => !('port' in attr || 'parent' in attr)
