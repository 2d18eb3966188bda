import { join } from 'node:path'
import { applyPatches } from '../kernel/lab/patch.js'
import { git, tryGit } from '../kernel/tree/git.js'
import type { Workspace } from '../kernel/tree/workspace.js'
import { scratchFolder, writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import type { MailedPatch } from './mails.js'

/**
 * Makes a commit of a mailed patch on top of another, in our repository alone; a patch reaches no file outside of the tree, and none through a
 * symbolic link. Error: E_PATCH with hunk and file.
 */
export async function commitPatch(workspace: Workspace, parent: string, patch: MailedPatch): Promise<string> {
  return scratchFolder(async scratch => {
    const index = join(scratch, 'index')
    const file = join(scratch, 'patch')
    await writeWhole(file, patch.diff)
    await git(workspace, ['read-tree', parent], { index })
    const applied = await tryGit(workspace, ['apply', '--cached', '--whitespace=nowarn', file], { index })
    if (applied.exitCode !== 0) throw await notApplied(workspace, parent, patch, applied.stderr)
    const files = (await git(workspace, ['write-tree'], { index })).trim()
    return commit(workspace, parent, files, patch)
  })
}

async function commit(
  workspace: Workspace,
  parent: string,
  files: string,
  {
    subject,
    message,
    author,
    email,
    date,
  }: Pick<MailedPatch, 'subject' | 'message' | 'author' | 'email' | 'date'>,
): Promise<string> {
  const input = `${subject}\n${message === '' ? '' : `\n${message}\n`}`
  const env = { GIT_AUTHOR_NAME: author || 'unknown', GIT_AUTHOR_EMAIL: email || 'unknown', ...dated(date) }
  return (await git(workspace, ['commit-tree', '-p', parent, files], { input, env })).trim()
}

/** A date that is none is no reason to refuse a patch. */
const dated = (date: string): Readonly<Record<string, string>> => ({
  GIT_AUTHOR_DATE: Number.isNaN(Date.parse(date)) ? '1970-01-01T00:00:00Z' : new Date(date).toISOString(),
})

/** Asks patch(1), which says more: each hunk, and where it was looked for. */
async function notApplied(
  workspace: Workspace,
  parent: string,
  { number, total, subject, diff }: MailedPatch,
  said: string,
): Promise<ToolError> {
  const name = `patch ${number}/${total} (“${subject}”)`
  const files = [...said.matchAll(/^error: (?:patch failed: )?([^:\n]+?):/gm)].map(([, file = '']) => file)
  const why = await scratchFolder(async scratch => {
    for (const file of new Set([...diff.matchAll(/^--- a\/(\S+)$/gm)].map(([, file = '']) => file))) {
      if (file.split('/').includes('..')) return undefined
      const { exitCode, stdout } = await tryGit(workspace, ['cat-file', 'blob', `${parent}:${file}`])
      if (exitCode === 0) await writeWhole(join(scratch, file), stdout)
    }
    return applyPatches([{ name, text: diff }], scratch, parent.slice(0, 12)).then(
      () => undefined,
      (error: unknown) => (error instanceof ToolError ? error : undefined),
    )
  })
  const what =
    why === undefined ? `git says of ${[...new Set(files)].join(', ') || 'it'}: see below` : why.message
  return new ToolError(
    'E_PATCH',
    why === undefined ? `${name} does not apply to ${parent.slice(0, 12)}: ${what}.` : what,
    { output: said.slice(0, 2_000) },
  )
}

/** A commit of ours that takes a diff back on top of another; undefined where it does not apply. */
export async function takeBack(
  workspace: Workspace,
  onto: string,
  diff: string,
  subject: string,
): Promise<string | undefined> {
  return scratchFolder(async scratch => {
    const index = join(scratch, 'index')
    await git(workspace, ['read-tree', onto], { index })
    const { exitCode } = await tryGit(workspace, ['apply', '--cached', '-R'], { index, input: diff })
    if (exitCode !== 0) return undefined
    const files = (await git(workspace, ['write-tree'], { index })).trim()
    return commit(workspace, onto, files, {
      ...{ subject, message: '', author: 'landlockstep', email: 'landlockstep@localhost', date: '' },
    })
  })
}

/** The diff of a commit to its parent, as patch files have it. */
export const diffOf = (workspace: Workspace, commit: string): Promise<string> =>
  git(workspace, ['format-patch', '-1', '--stdout', '--no-signature', commit])
