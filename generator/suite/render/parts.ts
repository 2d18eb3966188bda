import type { Op, OpOf, Port } from '../../../specs/program.js'

/** The port that an op names, in its address or in its rule. */
export function portIn(op: Op): Port | undefined {
  if ('address' in op && op.address !== undefined && 'port' in op.address) return op.address.port
  return op.kind === 'add_rule' && isObject(op.attr) && 'port' in op.attr ? op.attr.port : undefined
}

/** Whether a program needs a directory of its own: for a path, or for a rule of one. */
export const needsDirectory = (ops: readonly Op[]): boolean =>
  ops.some(op => {
    if ('address' in op && op.address !== undefined && 'name' in op.address)
      return op.address.name.startsWith('/')
    return op.kind === 'add_rule' && isDirectoryRule(op)
  })

const isDirectoryRule = ({ attr }: OpOf<'add_rule'>): boolean =>
  isObject(attr) && 'parent' in attr && attr.parent === 'directory'

/** Whether an attribute is one, and not a pointer to nothing. */
export const isObject = <T>(attr: T): attr is Extract<T, object> => typeof attr === 'object' && attr !== null
