import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Result } from '../judge/result.js'
import { recordJson } from '../judge/result-json.js'
import { resultSchema } from '../judge/result-schema.js'
import { treeRef } from '../kernel/ref.js'
import { builtImage } from '../kernel/tree/built-image.js'
import { askTree } from '../kernel/tree/git.js'
import { runDelta } from '../report/run-delta.js'
import type { JudgePolicy } from '../run/means.js'
import { run } from '../run/run.js'
import { writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { readJson } from '../shared/json.js'
import type { Progress } from '../shared/progress.js'
import type { Choice } from '../suite/draw.js'

/** A judged build, and what it gave otherwise than that of its parent, in words. */
type JudgedBuild = { readonly result: Result; readonly delta: readonly string[] }

/**
 * Judges what stands built in `$O` of the commit that is checked out, as the maintainers' check-linux.sh builds it; leaves `$O/landlockstep-<commit>.json`
 * there, and says what is otherwise than in the one of its parent. Errors: E_USAGE without `$O`, E_TREE without a build or with changes that no
 * commit has, and those of `run`.
 */
export async function judgeBuilt(
  tree: string,
  { choice, policy }: { readonly choice: Choice; readonly policy: JudgePolicy },
  progress: Progress,
): Promise<JudgedBuild> {
  const built = builtImage(tree)
  if (built === undefined)
    throw new ToolError(
      'E_USAGE',
      'Set O to the folder that the kernel was built in, as in O=.out, and export it.',
    )
  const { out, folder, image, isThere } = built
  if (!isThere)
    throw new ToolError('E_TREE', `There is no ${image}: build the kernel first, by make O=${out}.`)
  const [commit, parent] = await Promise.all([commitOf(tree, 'HEAD'), commitOf(tree, 'HEAD^')])
  if (commit === undefined) throw new ToolError('E_TREE', `${tree} has no commit that is checked out.`)
  const changes = await askTree(tree, ['status', '--porcelain', '--untracked-files=no'])
  if (changes !== undefined && changes !== '')
    throw new ToolError(
      'E_TREE',
      `${tree} has changes that its commit has not, so that the verdict would be of neither: commit them, or judge them by run --kernel tree:${tree}.`,
    )
  const result = await run([treeRef({ path: tree })], choice, progress, { policy })
  const recordOf = (name: string): string => join(folder, `landlockstep-${name}.json`)
  await writeWhole(recordOf(commit), recordJson(result))
  const before =
    parent === undefined ? undefined : await readFile(recordOf(parent), 'utf8').catch(() => undefined)
  if (parent === undefined || before === undefined)
    return {
      result,
      delta: [
        `nothing to compare with: ${parent === undefined ? 'there is no parent' : `no ${recordOf(parent)}`}`,
      ],
    }
  const lines = runDelta(readJson(resultSchema, before, recordOf(parent)), result)
  return { result, delta: lines.map(line => `against ${parent.slice(0, 12)}: ${line}`) }
}

const commitOf = (tree: string, name: string): Promise<string | undefined> =>
  askTree(tree, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`])
