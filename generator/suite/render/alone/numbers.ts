import type { Op, Port, Program } from '../../../../specs/program.js'
import type { Allowed } from '../../../../specs/trace.js'
import { isObject, portIn } from '../parts.js'

/** LOWEST_PORT of templates/calls/address.h. */
const lowest = 2000

/** A program and outcomes of it, with a number in place of each letter that stands for a port. */
export type Numbered = {
  readonly program: Program
  readonly outcome: <T extends Allowed>(outcome: T) => T
}

/** Gives the letters of a program numbers that it does not name itself. */
export function numbered({ ops }: Program): Numbered {
  const named = new Set(ops.map(portIn))
  const free = Array.from({ length: ops.length + 4 }, (_, index) => lowest + index).filter(
    one => !named.has(one),
  )
  const numberOf = (letter: string): number => free[letter.charCodeAt(0) - 97] ?? lowest
  const change = (port: Port): Port =>
    typeof port === 'string' && /^[a-d]$/.test(port) ? numberOf(port) : port
  return {
    program: { ops: ops.map(op => withPort(op, change)) },
    outcome: outcome =>
      outcome.replace(
        /(^|src|dest)=([a-d])(?!\w)/g,
        (_, field: string, letter: string) => `${field}=${numberOf(letter)}`,
      ) as never,
  }
}

function withPort(op: Op, change: (port: Port) => Port): Op {
  const port = portIn(op)
  if (port === undefined) return op
  if ('address' in op && op.address !== undefined)
    return { ...op, address: { ...op.address, port: change(port) } } as Op
  return op.kind === 'add_rule' && isObject(op.attr)
    ? ({ ...op, attr: { ...op.attr, port: change(port) } } as Op)
    : op
}
