import { ToolError } from '../shared/error.js'

/** What a commit cannot do; all else that goes wrong is ours, and no verdict about it. */
const codes: ReadonlySet<string> = new Set([
  'E_BUILD',
  'E_CONFIG',
  'E_TREE',
  'E_GUEST',
  'E_QEMU',
  'E_TARGET',
  'E_OUTSIDE',
  'E_LAW',
])

/** Why a commit has no verdict, with what was said; whatever is not about it is thrown. */
export function whyNoVerdict(error: unknown): { readonly why: string; readonly notes: readonly string[] } {
  if (!(error instanceof ToolError) || !codes.has(error.code)) throw error
  const { code, message, output = '' } = error
  const lines = output.split('\n').filter(line => line !== '')
  return { why: `${code}: ${message}`, notes: lines.slice(0, most) }
}

/** So many lines of a compiler, or of a guest's console, are told. */
const most = 40
