import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { emptyFolder } from '../empty-folder.js'

/** A folder with these files, by their paths in it. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = emptyFolder()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** A law about a bind outside of any sandbox: that it gives this. */
export const bindLaw = (name: string, outcome: string): string => `import fc from 'fast-check'
import { at, bind, program, tcp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** Outside of any sandbox a bind gives ${outcome}. */
export const law: Spec = {
  name: '${name}',
  programs: () => fc.constant(program(tcp(0), bind(0, at('a')))),
  holds: trace => lastOf(trace, 'bind') === '${outcome}',
  refutedBy: withOutcome('EPERM', op => op.kind === 'bind'),
}
`
