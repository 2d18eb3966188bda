import { portIn, withPort } from '../../../../specs/ops/uses.js'
import type { Outcome } from '../../../../specs/outcome.js'
import type { Port, Program } from '../../../../specs/program.js'

/** LOWEST_PORT of templates/calls/address.h. */
const lowest = 2000

/** A program and outcomes of it, with a number in place of each letter that stands for a port. */
type Numbered = {
  readonly program: Program
  readonly outcome: (outcome: Outcome) => Outcome
}

const lettered = /(^|src|dest)=([a-d])(?!\w)/g

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
      outcome.startsWith('=')
        ? `=${outcome.replace(lettered, (_, field: string, letter: string) => `${field}=${numberOf(letter)}`).slice(1)}`
        : outcome,
  }
}
