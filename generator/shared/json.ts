import type { z } from 'zod'
import { ToolError } from './error.js'
import { describeIssue } from './json/describe-issue.js'
import { type Fault, faultOf } from './json/fault.js'

/** The one format that files of JSON have so far; a file that names none has it. */
export const format = 1

/**
 * Reads JSON that comes from outside: everything that does goes through here. `where` names the file in the error, whose code
 * tells what kind of file it is. Errors: that code, with the position and what was expected; E_FORMAT for a file of a newer version.
 */
export function readJson<T>(
  schema: z.ZodType<T>,
  text: string,
  where: string,
  code: `E_${string}` = 'E_FILE',
): T {
  const fault = faultOf(text)
  if (fault !== undefined) throw new ToolError(code, faultInWords(fault, text, where))
  const value = ofThisFormat(JSON.parse(text), where)
  const { success, data, error } = schema.safeParse(value)
  if (success) return data
  throw new ToolError(code, `${where}: ${describeIssue(error, value)}`)
}

function faultInWords({ at, what, isSyntax }: Fault, text: string, where: string): string {
  const before = text.slice(0, at).split('\n')
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
  return `${where} ${isSyntax ? 'is not JSON' : 'is refused'}: ${place}: ${what}.`
}

/** A file without its format, which only this function reads. */
function ofThisFormat(value: unknown, where: string): unknown {
  if (typeof value !== 'object' || value === null || !('format' in value)) return value
  const { format: its, ...rest } = value
  if (its === format) return rest
  throw new ToolError(
    'E_FORMAT',
    `${where} has the format ${JSON.stringify(its)?.slice(0, 40)}, and this version of Landlockstep reads format ${format}: update Landlockstep, or write the file anew with this one.`,
  )
}
