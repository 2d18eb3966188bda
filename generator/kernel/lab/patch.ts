import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ToolError } from '../../shared/error.js'
import { exec } from '../../shared/exec.js'
import type { Patch } from './patch-files.js'

export { filesOf, type Patch } from './patch-files.js'

/**
 * Applies patches in turn to the files of a folder; the lines around a hunk must be there as they are, though they may have moved.
 * Error: E_PATCH, which names patch, file and hunk, and what (`to`) it does not apply to.
 */
export async function applyPatches(patches: readonly Patch[], folder: string, to: string): Promise<void> {
  const before: string[] = []
  for (const patch of patches) {
    const file = join(folder, '.patch')
    await writeFile(file, patch.text)
    const args = [
      '-p1',
      '--unified',
      '--force',
      '--fuzz=0',
      '--no-backup-if-mismatch',
      '--reject-file=-',
      '-i',
      file,
    ]
    const { exitCode, stdout, stderr } = await exec('patch', ['-d', folder, ...args])
    if (exitCode !== 0) throw patchError(patch.name, `${stdout}${stderr}`, to, before)
    before.push(patch.name)
  }
}

/** A hunk that did not apply: which of its file's, and where it was looked for. */
type RejectedHunk = { readonly file: string; readonly hunk: string; readonly line: string }

/** Reads what patch(1) says of hunks that do not apply. */
export function failures(output: string): readonly RejectedHunk[] {
  let file = ''
  return output.split('\n').flatMap(line => {
    file = fileIn(line) ?? file
    const [, hunk, at] = /^Hunk #(\d+) FAILED at (\d+)/.exec(line) ?? []
    return hunk === undefined || at === undefined ? [] : [{ file, hunk, line: at }]
  })
}

/** The file that patch(1) turns to, without what it says of it in parentheses. */
function fileIn(line: string): string | undefined {
  const name = /^(?:checking|patching) file (.*)$/.exec(line)?.[1]
  const remark = name?.endsWith(')') ? name.indexOf(' (') : -1
  return remark < 0 ? name : name?.slice(0, remark)
}

/** The file of the patch before the words that it was not found: patch(1) quotes its header. */
function absentIn(output: string): string | undefined {
  const lines = output.split('\n')
  const at = lines.findIndex(line => line.startsWith('No file to patch'))
  const header = lines.slice(0, Math.max(at, 0)).findLast(line => line.startsWith('|+++ '))
  return header?.slice('|+++ '.length).split(/\s/)[0]
}

function patchError(name: string, output: string, to: string, before: readonly string[]): ToolError {
  const hunks = failures(output).map(({ file, hunk, line }) => `hunk ${hunk} of ${file} (line ${line})`)
  const absent = absentIn(output)
  const unread = absent === undefined ? 'it cannot be read as a patch' : `${absent} is not there`
  const what = hunks.length > 0 ? hunks.join(', ') : unread
  const after = before.length === 0 ? '' : `, after ${before.join(', ')}`
  return new ToolError(
    'E_PATCH',
    `${name} does not apply to ${to}${after}: ${what}. Correct the patch, or take another version (lab/<version>).`,
    { output },
  )
}

/** Writes a file, and the folders above it. */
export async function put(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}
