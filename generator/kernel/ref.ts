import { existsSync } from 'node:fs'
import { ToolError } from '../error.js'

/** Which kernel is meant: the newest of a Debian suite whose version starts with `prefix`, an image, or the running one. */
export type Ref =
  | { readonly kind: 'debian'; readonly suite: string; readonly prefix: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'native' }

/** Reads what follows `--kernel`. Error: E_USAGE with everything that is possible. */
export function parseRef(text: string): Ref {
  if (text === 'native') return { kind: 'native' }
  const debian = /^debian:([a-z][a-z0-9-]*)(?:\/(\d[\w.+~-]*))?$/.exec(text)
  if (debian !== null) return { kind: 'debian', suite: debian[1] ?? '', prefix: debian[2] ?? '' }
  if (!/^\w+:/.test(text) && (text.includes('/') || existsSync(text))) return { kind: 'file', path: text }
  throw new ToolError(
    'E_USAGE',
    `${JSON.stringify(text)} names no kernel. Possible are debian:<suite>, debian:<suite>/<start of a version> (such as debian:trixie-backports/7.2), the path of an image (a bare name only if the file is here) and native.`,
  )
}
