import type { Result } from '../judge/result.js'
import { resultJson } from '../judge/result-json.js'
import { terminal } from '../report/terminal.js'
import type { Options } from './command.js'

/** The report that the options ask for. */
export function reportOf({ format, json }: Options): (result: Result) => string {
  switch (json ? 'json' : (format ?? 'pretty')) {
    case 'pretty':
      return terminal
    case 'json':
      return result => resultJson(result).trimEnd()
  }
}
