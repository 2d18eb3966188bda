export { withBoot } from './ktap/boots.js'
export { readObservations } from './ktap/observations.js'
export { readReports, readReportsOfPrograms } from './ktap/reports.js'
export { readRelease, readReport, readTarget } from './ktap/target.js'
