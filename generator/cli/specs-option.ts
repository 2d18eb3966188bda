import { ToolError } from '../shared/error.js'

/** What names the specs of somebody's folder, and the command line without it. */
type SpecsOption = {
  readonly folder: string | undefined
  readonly rest: readonly string[]
  /** Whether the command is the one that writes such a folder. */
  readonly isWritten: boolean
}

const option = '--specs'

/** Reads `--specs <folder>` wherever it stands, else the variable. One without a folder stays, for others to tell. Error: E_USAGE. */
export function withoutSpecs(argv: readonly string[], variable = ''): SpecsOption {
  const folders: string[] = []
  const rest: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    const next = argv[at + 1]
    if (word === '--') {
      rest.push(...argv.slice(at))
      break
    }
    if (word.startsWith(`${option}=`)) folders.push(word.slice(option.length + 1))
    else if (word === option && next !== undefined && !next.startsWith('-')) {
      folders.push(next)
      at++
    } else rest.push(word)
  }
  const [named, other] = folders
  if (named === '') throw new ToolError('E_USAGE', 'Name the folder of the specs: --specs <folder>.')
  if (other !== undefined)
    throw new ToolError('E_USAGE', 'Give --specs once: put into one folder what belongs together.')
  const folder = named ?? (variable === '' ? undefined : variable)
  return { folder, rest, isWritten: rest[0] === 'new' }
}
