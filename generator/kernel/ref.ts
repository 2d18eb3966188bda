import { existsSync } from 'node:fs'
import { ToolError } from '../shared/error.js'

/**
 * A lab kernel: Debian's source of the newest version that starts with `prefix`, with instruments that watch it, and the
 * patches of designs. Both are sorted, each once: the order in which they are named makes no other kernel.
 */
export type LabRef = {
  readonly kind: 'lab'
  readonly prefix: string
  readonly instruments: readonly string[]
  readonly designs: readonly string[]
}

/** Which kernel is meant: the newest of a Debian suite whose version starts with `prefix`, a lab kernel, an image, or the running one. */
type Ref =
  | LabRef
  | { readonly kind: 'debian'; readonly suite: string; readonly prefix: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'native' }

/** Reads what follows `--kernel`. Error: E_USAGE with everything that is possible. */
export function parseRef(text: string): Ref {
  if (text.length > longest || text.includes('\0')) throw noKernel(text)
  if (text === 'native') return { kind: 'native' }
  const debian = /^debian:([a-z][a-z0-9-]*)(?:\/(\d[\w.+~-]*))?$/.exec(text)
  if (debian !== null) return { kind: 'debian', suite: debian[1] ?? '', prefix: debian[2] ?? '' }
  const [, prefix = '', instruments, designs] = labForm.exec(text) ?? []
  if (labForm.test(text))
    return { kind: 'lab', prefix, instruments: named(instruments, '+'), designs: named(designs, ',') }
  if (!/^(\w+:|lab[/+])/.test(text) && (text.includes('/') || existsSync(text)))
    return { kind: 'file', path: text }
  throw noKernel(text)
}

/** A path has no more characters, and everything else far less. */
const longest = 4096

const noKernel = (text: string): ToolError =>
  new ToolError(
    'E_USAGE',
    `${JSON.stringify(text.slice(0, 200))} names no kernel. Possible are debian:<suite>, debian:<suite>/<start of a version> (such as debian:trixie-backports/7.2), lab, lab/<start of a version>+<instrument>…:<design>,… (each part may be left out, as in lab+kcov), the path of an image (a bare name only if the file is here) and native.`,
  )

/** In a version a plus comes before a number or Debian's name, as in `1~bpo13+1`; an instrument is a word. */
const labForm =
  /^lab(?:\/(\d[\w.~-]*(?:\+(?:\d|deb\d)[\w.~-]*)*))?((?:\+[a-z]+)*)(?::([a-z\d-]+(?:,[a-z\d-]+)*))?$/

const named = (words = '', between: string): readonly string[] =>
  [...new Set(words.split(between).filter(name => name !== ''))].sort()
