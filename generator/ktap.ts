export { readObservations } from './ktap/observations.js'
export { readReports } from './ktap/reports.js'
export { readRelease, readTarget } from './ktap/target.js'
