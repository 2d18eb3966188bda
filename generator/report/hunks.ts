import type { BrokenLaw } from './series-result.js'

/** A hunk of a diff, with the file that it is in. */
export type Hunk = {
  /** The line that names the file. */
  readonly file: string
  readonly lines: readonly string[]
  /** The hunk as a diff by itself. */
  readonly diff: string
}

/** The hunks of a diff, or of a mail with one. */
export const hunksOf = (diff: string): readonly Hunk[] =>
  diff
    .split(/^(?=diff --git )/m)
    .filter(part => part.startsWith('diff --git '))
    .flatMap(part => {
      const [head = '', ...hunks] = part.split(/^(?=@@ )/m)
      const [file = ''] = head.split('\n')
      return hunks.map(text => {
        const lines = linesOf(text)
        return { file, lines, diff: `${head}${lines.join('\n')}\n` }
      })
    })

/** As many lines as a hunk says that it has: below the last one a mail has a signature, which looks like a line that goes. */
function linesOf(text: string): readonly string[] {
  const [at = '', ...rest] = text.split('\n')
  const [, old = '1', now = '1'] = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(at) ?? []
  const left = { old: Number(old), now: Number(now) }
  const end = rest.findIndex(line => {
    if (left.old <= 0 && left.now <= 0) return !line.startsWith('\\')
    if (!line.startsWith('+') && !line.startsWith('\\')) left.old--
    if (!line.startsWith('-') && !line.startsWith('\\')) left.now--
    return false
  })
  return [at, ...(end < 0 ? rest : rest.slice(0, end))]
}

/** The hunk in the function that the clause cites, else one in Landlock's code, else the first. */
export function likelyHunk(hunks: readonly Hunk[], { cite }: Pick<BrokenLaw, 'cite'>): Hunk | undefined {
  const names = new Set([...cite.matchAll(/(\w+)\(\)/g)].map(([, name = '']) => name))
  const speaks = ({ lines }: Hunk): boolean =>
    [...names].some(name => lines.some(line => line.includes(name)))
  const isOwn = ({ file }: Hunk): boolean => file.includes('security/landlock/')
  return hunks.find(speaks) ?? hunks.find(isOwn) ?? hunks[0]
}

/** The hunk of a patch that is at fault for a law: without it the law holds, or, where no hunk is known to be that, a guess by the clause. */
export const hunkAtFault = (hunks: readonly Hunk[], law: BrokenLaw): Hunk | undefined =>
  (law.hunk === null ? undefined : hunks[law.hunk]) ?? likelyHunk(hunks, law)
