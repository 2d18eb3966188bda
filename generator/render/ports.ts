import type { Test } from '../suite.js'
import { portIn } from './parts.js'

/** LOWEST_PORT, PORTS, PORTS_PER_TEST and RDS_TCP_PORT of templates/address.h. */
const lowest = 2000
const count = 30_000
const perTest = 4
const rds = 16_385

/** The first port, not counting that of RDS, from which every test finds ports of its own that no program of the suite names by number. */
export function firstPort(tests: readonly Test[]): number {
  const needed = tests.length * perTest
  const end = lowest + count
  const taken = tests
    .flatMap(({ program }) => program.ops.map(portIn))
    .filter(port => typeof port === 'number')
    .map(port => (port > rds ? port - 1 : port))
    .filter(port => port >= lowest && port < end)
    .sort((one, other) => one - other)
  const starts = [lowest, ...taken.map(port => port + 1)]
  const start = starts.find((from, index) => from + needed <= (taken[index] ?? end))
  if (start === undefined) throw new Error(`there are not enough ports for ${tests.length} tests`)
  return start
}
