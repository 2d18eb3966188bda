import { packageJson } from './package-json.js'

/** The version of this package. */
export const version = (): string => packageJson().version
