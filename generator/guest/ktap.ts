export { readObservations } from './ktap/observations.js'
export { readReports, readReportsOfPrograms } from './ktap/reports.js'
export { checkSuite, readSuiteId } from './ktap/suite-id.js'
export { readRelease, readTarget } from './ktap/target.js'
