import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { git } from '../kernel/tree/git.js'
import type { Warnings } from '../kernel/tree/warnings.js'
import { checkOut, type Workspace } from '../kernel/tree/workspace.js'
import { plural } from '../report/plural.js'
import type { ToolCheck } from '../report/series-result.js'
import { scratchFolder, writeWhole } from '../shared/cache.js'
import { alone } from '../shared/lock.js'
import { findProgram } from '../shared/programs.js'
import { execToolchain } from '../shared/toolchain.js'
import { diffOf } from './apply.js'
import type { CommitOrder } from './order.js'
import { sparse } from './sparse.js'
import { freshCheck, skipped } from './tool-check.js'

/** What other tools say of a commit: the compiler, and what the tree itself checks patches by. */
export async function checksOf(
  { workspace, commit, how }: Pick<CommitOrder, 'workspace' | 'commit' | 'how'>,
  before: Warnings,
  after: Warnings,
): Promise<readonly ToolCheck[]> {
  const files = (await git(workspace, ['diff-tree', '-r', '--name-only', '--no-commit-id', commit]))
    .split('\n')
    .filter(file => file !== '')
  // A kernel that was taken from the cache leaves the source as it was.
  await alone(
    workspace.folder,
    () => {},
    () => checkOut(workspace, commit),
  )
  return [
    freshCheck('compiler', files, before, after),
    await sparse(workspace, { commit, files }, how),
    await checkpatch(workspace, commit),
    await clangFormat(workspace, files),
    skipped('coverage', 'the lines that it changes were not measured'),
  ]
}

/** The script of the tree, which is anybody's code and is confined as compilers are. */
async function checkpatch(workspace: Workspace, commit: string): Promise<ToolCheck> {
  const tool = 'checkpatch --strict'
  const script = join(workspace.source, 'scripts/checkpatch.pl')
  if (!existsSync(script)) return skipped(tool, 'the tree has no scripts/checkpatch.pl')
  if (findProgram('perl') === undefined) return skipped(tool, 'perl is not installed')
  return scratchFolder(async scratch => {
    const patch = join(scratch, 'a.patch')
    await writeWhole(patch, await diffOf(workspace, commit))
    const { exitCode, stdout, stderr } = await execToolchain(
      { read: [workspace.source, scratch] },
      'perl',
      [script, '--strict', '--terse', '--no-summary', '--show-types', `--root=${workspace.source}`, patch],
      { deadlineMs: 120_000 },
    )
    if (exitCode === null || (exitCode !== 0 && stdout === ''))
      return skipped(tool, `it failed: ${stderr.trim().split('\n')[0] ?? ''}`)
    const said = stdout.split('\n').flatMap(line => /\b(?:ERROR|WARNING|CHECK):.*$/.exec(line)?.[0] ?? [])
    const isFailed = said.some(line => line.startsWith('ERROR'))
    const summary = said.length === 0 ? 'nothing to say' : plural(said.length, 'remark')
    return { tool, status: said.length === 0 ? 'pass' : isFailed ? 'fail' : 'warn', summary, details: said }
  })
}

/** The maintainers keep these folders formatted. */
const formatted = /^(?:security\/landlock|samples\/landlock|tools\/testing\/selftests\/landlock)\/.*\.[ch]$/

async function clangFormat(workspace: Workspace, files: readonly string[]): Promise<ToolCheck> {
  const tool = 'clang-format'
  const own = files.filter(file => formatted.test(file) && existsSync(join(workspace.source, file)))
  if (own.length === 0) return skipped(tool, 'no file of Landlock is touched')
  if (findProgram('clang-format') === undefined) return skipped(tool, 'clang-format is not installed')
  const { exitCode, stdout, stderr } = await execToolchain(
    { read: [workspace.source] },
    'clang-format',
    ['--dry-run', '--Werror', '--style=file', ...own.map(file => join(workspace.source, file))],
    { deadlineMs: 120_000, cwd: workspace.source },
  )
  const said = `${stdout}${stderr}`.split('\n').filter(line => /: (?:error|warning): /.test(line))
  const lines = said.map(line => line.replace(`${workspace.source}/`, ''))
  const summary =
    exitCode === 0 ? 'as the tree has it' : `${plural(lines.length, 'place')} not as the tree has it`
  return { tool, status: exitCode === 0 ? 'pass' : 'warn', summary, details: lines.slice(0, 20) }
}
