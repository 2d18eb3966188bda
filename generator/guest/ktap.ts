export { bootsIn, isInRange, type TestRange, withAgain, withBoot } from './ktap/boots.js'
export { ended, lost } from './ktap/end-of-test.js'
export { patience } from './ktap/hangs.js'
export { linesOf } from './ktap/lines.js'
export { directives, stackLine } from './ktap/messages.js'
export { readObservations } from './ktap/observations.js'
export { outcomesOf } from './ktap/outcomes.js'
export { readReports, readReportsOfPrograms } from './ktap/reports.js'
export { readSeenTest } from './ktap/seen-test.js'
export { checkSuiteId, readSuiteId } from './ktap/suite-id.js'
export {
  hasReport,
  type Report,
  readRelease,
  readReport,
  readStrange,
  readTarget,
  readUnreported,
} from './ktap/target.js'
export { readTimes } from './ktap/times.js'
