import { ToolError } from '../shared/error.js'

/** Why a commit has no verdict, with what was said; whatever is not about it is thrown. */
export function whyNoVerdict(error: unknown): { readonly why: string; readonly notes: readonly string[] } {
  if (!(error instanceof ToolError) || !error.isOfOneKernel) throw error
  const { code, message, output = '' } = error
  const lines = output.split('\n').filter(line => line !== '')
  return { why: `${code}: ${message}`, notes: lines.slice(0, most) }
}

/** So many lines of a compiler, or of a guest's console, are told. */
const most = 40
