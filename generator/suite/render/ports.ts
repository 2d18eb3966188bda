import { portIn } from '../../../specs/ops/uses.js'
import type { Program } from '../../../specs/program.js'
import { ToolError } from '../../shared/error.js'

/** LOWEST_PORT, PORTS_PER_TEST and RDS_TCP_PORT of templates/calls/address.h. */
const lowest = 2000
const count = 30_000
const perTest = 4
const rds = 16_385

/**
 * The ports that no letter stands for, lowest first: those that a program names by number, and that of RDS.
 * @param tests how many have letters of their own
 * Error: E_PORTS if there are more tests than ports for their letters.
 */
export function reservedPorts(programs: readonly Program[], tests = programs.length): readonly number[] {
  const named = programs
    .flatMap(({ ops }) => ops.map(portIn))
    .filter(port => typeof port === 'number')
    .filter(port => port >= lowest && port < lowest + count)
  const reserved = [...new Set([rds, ...named])].sort((one, other) => one - other)
  const most = Math.floor((count - reserved.length) / perTest)
  if (tests > most) {
    const said = `${tests} tests need more ports than there are, which do for ${most}; name laws by --filter.`
    throw new ToolError('E_PORTS', said)
  }
  return reserved
}
