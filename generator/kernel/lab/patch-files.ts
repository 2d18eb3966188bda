import { ToolError } from '../../shared/error.js'

/** A unified diff whose paths have one leading part to strip, named by its own path. */
export type Patch = { readonly name: string; readonly text: string }

/** What `diff --git` says of a file before its lines, and means no more than that there is such a file. */
const harmless =
  /^(?:index [\da-f.]+(?: 100(?:644|755))?|(?:new|deleted) file mode 100(?:644|755)|similarity index \d+%)$/

/** What it says that makes patch(1) do more than change lines: rename, copy, link, change modes. */
const more =
  /^(?:old mode|new mode|new file mode|deleted file mode|rename|copy|similarity|dissimilarity|GIT binary|Binary files) /

const hunk = /^@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@/

/**
 * The files that a patch changes, makes or removes, by their paths in the tree. Error: E_PATCH for a path that leads out of it, for a patch
 * that does more than change lines, that is cut off, or that changes no file at all.
 */
export function filesOf({ name, text }: Patch): readonly string[] {
  const lines = text.split('\n')
  const files = new Set<string>()
  let isGit = false
  for (let at = 0; at < lines.length; ) {
    const [line = '', next = ''] = [lines[at], lines[at + 1]]
    if (isGit && more.test(line) && !harmless.test(line)) throw unusable(name, `it does more: ${line}`)
    if (line.startsWith('--- ') && next.startsWith('+++ ')) {
      files.add(pathOf(name, line, next))
      at = behindHunks(name, lines, at + 2)
      isGit = false
    } else if (hunk.test(line)) throw unusable(name, `line ${at + 1} belongs to no file`)
    else {
      isGit ||= line.startsWith('diff --git ')
      at += 1
    }
  }
  if (files.size === 0) throw unusable(name, 'it changes no file')
  return [...files]
}

/** Where the hunks of a file end, of which there is one at least. */
function behindHunks(name: string, lines: readonly string[], first: number): number {
  if (!hunk.test(lines[first] ?? '')) throw unusable(name, `line ${first + 1} begins no hunk`)
  let at = first
  while (hunk.test(lines[at] ?? '')) at = behindHunk(name, lines, at)
  return at
}

/** Within a hunk a line may look like a header, so it ends by its counts. */
function behindHunk(name: string, lines: readonly string[], first: number): number {
  const [, before = '1', after = '1'] = hunk.exec(lines[first] ?? '') ?? []
  let [at, left, right] = [first + 1, Number(before), Number(after)]
  for (; left > 0 || right > 0; at++) {
    // Of a line that is only a blank, mails may lose the blank; behind the last line end there is no whole line.
    const sign = at < lines.length - 1 ? (lines[at]?.[0] ?? ' ') : 'none'
    if (sign === ' ' || sign === '-') left -= 1
    if (sign === ' ' || sign === '+') right -= 1
    if (!' +-\\'.includes(sign) || left < 0 || right < 0)
      throw unusable(name, `its hunk in line ${first + 1} is cut off, or has other lines than it says`)
  }
  return at
}

/** The one file that the two lines of a header name, of which one may name none. */
function pathOf(name: string, before: string, after: string): string {
  const paths = [before, after].map(line => line.slice(4).split('\t')[0]?.trim() ?? '')
  const [path, other] = paths.filter(one => one !== '/dev/null')
  const [, inside] = /^[^/]*\/(.*)$/s.exec(path ?? '') ?? []
  if (path === undefined || inside === undefined) throw unusable(name, `${paths[0]} names no file of a tree`)
  if (isUnsafe(inside)) throw unusable(name, `it leads out of the tree (${path})`)
  if (other !== undefined && other.replace(/^[^/]*\//, '') !== inside)
    throw unusable(name, `it renames ${path} to ${other}`)
  return inside
}

/** A name that is quoted is another one than it looks. */
const isUnsafe = (path: string): boolean =>
  path.split('/').some(part => part === '..' || part === '.' || part === '') || /["\\\p{Cc}]/u.test(path)

const unusable = (name: string, why: string): ToolError =>
  new ToolError(
    'E_PATCH',
    `${name} is no patch for a kernel: ${why}. Write it with \`diff -up\` or \`git diff --no-renames\`.`,
  )
