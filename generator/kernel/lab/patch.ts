import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ToolError } from '../../shared/error.js'
import { exec } from '../../shared/exec.js'

/** A unified diff whose paths have one leading part to strip, named by its own path. */
export type Patch = { readonly name: string; readonly text: string }

/** The files that a patch changes, makes or removes, by their paths in the tree. Error: E_PATCH for a path that leads out of it, or for no file at all. */
export function filesOf({ name, text }: Patch): readonly string[] {
  const files = new Set(headers(text.split('\n')).flatMap(pathOf))
  const outside = [...files].find(file => file.split('/').some(part => part === '..' || part === ''))
  if (outside !== undefined) throw unusable(name, `it leads out of the tree (${outside})`)
  if (files.size === 0) throw unusable(name, 'it changes no file')
  return [...files]
}

/** Within a hunk a removed line may look like a header, so hunks are skipped by their counts. */
function headers(lines: readonly string[]): readonly string[] {
  const found: string[] = []
  let left = { before: 0, after: 0 }
  for (const line of lines) {
    const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line)
    if (left.before <= 0 && left.after <= 0 && hunk !== null)
      left = { before: Number(hunk[1] ?? 1), after: Number(hunk[2] ?? 1) }
    else if (left.before > 0 || left.after > 0) left = without(left, line)
    else if (/^(---|\+\+\+) /.test(line)) found.push(line)
  }
  return found
}

function without({ before, after }: { before: number; after: number }, line: string) {
  switch (line[0]) {
    case '+':
      return { before, after: after - 1 }
    case '-':
      return { before: before - 1, after }
    case '\\':
      return { before, after }
    default:
      return { before: before - 1, after: after - 1 }
  }
}

function pathOf(header: string): readonly string[] {
  const path = /^\S+ ([^\t]+)/.exec(header)?.[1]?.trim() ?? ''
  return path === '' || path === '/dev/null' ? [] : [path.replace(/^[^/]*\//, '')]
}

/**
 * Applies patches in turn to the files of a folder; the lines around a hunk must be there as they are, though they may have moved.
 * Error: E_PATCH, which names patch, file and hunk, and what (`to`) it does not apply to.
 */
export async function applyPatches(patches: readonly Patch[], folder: string, to: string): Promise<void> {
  const before: string[] = []
  for (const patch of patches) {
    const file = join(folder, '.patch')
    await writeFile(file, patch.text)
    const args = ['-p1', '--force', '--fuzz=0', '--no-backup-if-mismatch', '--reject-file=-', '-i', file]
    const { exitCode, stdout, stderr } = await exec('patch', ['-d', folder, ...args])
    if (exitCode !== 0) throw patchError(patch.name, `${stdout}${stderr}`, to, before)
    before.push(patch.name)
  }
}

/** A hunk that did not apply: which of its file's, and where it was looked for. */
export type Failure = { readonly file: string; readonly hunk: string; readonly line: string }

/** Reads what patch(1) says of hunks that do not apply. */
export function failures(output: string): readonly Failure[] {
  let file = ''
  return output.split('\n').flatMap(line => {
    file = /^(?:checking|patching) file (.*?)(?: \(.*\))?$/.exec(line)?.[1] ?? file
    const [, hunk, at] = /^Hunk #(\d+) FAILED at (\d+)/.exec(line) ?? []
    return hunk === undefined || at === undefined ? [] : [{ file, hunk, line: at }]
  })
}

function patchError(name: string, output: string, to: string, before: readonly string[]): ToolError {
  const hunks = failures(output).map(({ file, hunk, line }) => `hunk ${hunk} of ${file} (line ${line})`)
  const absent = /\|\+\+\+ (\S+)[^|]*\nNo file to patch/.exec(output)?.[1]
  const unread = absent === undefined ? 'it cannot be read as a patch' : `${absent} is not there`
  const what = hunks.length > 0 ? hunks.join(', ') : unread
  const after = before.length === 0 ? '' : `, after ${before.join(', ')}`
  return new ToolError(
    'E_PATCH',
    `${name} does not apply to ${to}${after}: ${what}. Correct the patch, or take another version (lab/<version>).`,
    { output },
  )
}

const unusable = (name: string, why: string): ToolError =>
  new ToolError(
    'E_PATCH',
    `${name} is no patch for a kernel: ${why}. Write it with \`diff -up\` or \`git diff\`.`,
  )

/** Writes a file, and the folders above it. */
export async function put(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}
