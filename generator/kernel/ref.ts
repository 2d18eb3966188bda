import { existsSync } from 'node:fs'
import { ToolError } from '../error.js'

/** A lab kernel: Debian's source of the newest version that starts with `prefix`, with the patches of these designs. */
export type LabRef = {
  readonly kind: 'lab'
  readonly prefix: string
  /** Sorted, each once: the order in which they are named makes no other kernel. */
  readonly designs: readonly string[]
}

/** Which kernel is meant: the newest of a Debian suite whose version starts with `prefix`, a lab kernel, an image, or the running one. */
export type Ref =
  | LabRef
  | { readonly kind: 'debian'; readonly suite: string; readonly prefix: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'native' }

/** Reads what follows `--kernel`. Error: E_USAGE with everything that is possible. */
export function parseRef(text: string): Ref {
  if (text === 'native') return { kind: 'native' }
  const debian = /^debian:([a-z][a-z0-9-]*)(?:\/(\d[\w.+~-]*))?$/.exec(text)
  if (debian !== null) return { kind: 'debian', suite: debian[1] ?? '', prefix: debian[2] ?? '' }
  const lab = /^lab(?:\/(\d[\w.+~-]*))?(?::([a-z\d-]+(?:,[a-z\d-]+)*))?$/.exec(text)
  if (lab !== null) return { kind: 'lab', prefix: lab[1] ?? '', designs: named(lab[2]) }
  if (!/^(\w+:|lab\/)/.test(text) && (text.includes('/') || existsSync(text)))
    return { kind: 'file', path: text }
  throw new ToolError(
    'E_USAGE',
    `${JSON.stringify(text)} names no kernel. Possible are debian:<suite>, debian:<suite>/<start of a version> (such as debian:trixie-backports/7.2), lab, lab/<start of a version>:<design>,… (either part may be left out), the path of an image (a bare name only if the file is here) and native.`,
  )
}

const named = (designs = ''): readonly string[] =>
  [...new Set(designs.split(',').filter(name => name !== ''))].sort()
