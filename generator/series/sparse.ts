import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { make } from '../kernel/build/make.js'
import { compilerOf, makeTreeOf, type TreeBuild } from '../kernel/tree/kernel.js'
import { remarksIn, type Warnings } from '../kernel/tree/warnings.js'
import { checkOut, type Workspace } from '../kernel/tree/workspace.js'
import type { ToolCheck } from '../report/series-result.js'
import { alone } from '../shared/lock.js'
import { findProgram } from '../shared/programs.js'
import { freshCheck, skipped } from './tool-check.js'

/** Sparse says more than the compiler: which pointers are of user space, which numbers are of which byte order. */
const tool = 'sparse'

const remark = /^((?:warning|error): .*)$/

/** A commit and the files that it touches. */
type Touched = { readonly commit: string; readonly files: readonly string[] }

/** What sparse says of the files of C that a commit touches, and did not say of its parent's. Only files that the kernel is built of are looked at. */
export async function sparse(
  workspace: Workspace,
  { commit, files }: Touched,
  how: TreeBuild,
): Promise<ToolCheck> {
  if (findProgram('sparse') === undefined) return skipped(tool, 'sparse is not installed')
  if (!existsSync(join(workspace.source, 'vmlinux')))
    return skipped(tool, 'its kernel was taken from the cache, and nothing is built here yet')
  const built = files.filter(
    file => file.endsWith('.c') && existsSync(join(workspace.source, file.replace(/c$/, 'o'))),
  )
  if (built.length === 0) return skipped(tool, 'no file is touched that the kernel is built of')
  return alone(
    workspace.folder,
    () => {},
    async () => {
      // What was just built stands there, so that it is asked last, and nothing of it is built again for the next one.
      const before = await sayOf(workspace, `${commit}^`, built, how)
      const after = await sayOf(workspace, commit, built, how)
      if (before !== undefined && after !== undefined) return freshCheck(tool, built, before, after)
      return skipped(
        tool,
        `it does not look at ${after === undefined ? 'this commit' : 'its parent'}; is it new enough for this tree?`,
      )
    },
  )
}

/** What it says, by file and without the lines' numbers; undefined where it did not look. */
async function sayOf(
  workspace: Workspace,
  commit: string,
  files: readonly string[],
  how: TreeBuild,
): Promise<Warnings | undefined> {
  await checkOut(workspace, commit)
  const objects = files.map(file => file.replace(/c$/, 'o'))
  const log = 'sparse.log'
  const { exitCode } = await make(
    makeTreeOf(workspace, how),
    [`CC=${compilerOf(how)}`, 'C=2', 'CHECK=sparse', ...objects],
    log,
  )
  return exitCode === 0 ? saidOf(files, await readFile(join(workspace.folder, log), 'utf8')) : undefined
}

/** What make says that sparse remarks; undefined where it did not look at each of the files: a tree passes by one that is too old for it, with a word. */
export const saidOf = (files: readonly string[], log: string): Warnings | undefined =>
  files.every(file => new RegExp(`^ {2}CHECK +${file}$`, 'm').test(log)) ? remarksIn(log, remark) : undefined
