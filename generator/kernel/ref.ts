import { existsSync } from 'node:fs'
import { namedDesigns } from '../../specs/designs/choices.js'
import type { Choices } from '../../specs/designs/decisions.js'
import { type ArchName, hostArch, narrowOf, parseArch } from '../shared/arch.js'
import { ToolError } from '../shared/error.js'

/**
 * A lab kernel: Debian's source of the newest version that starts with `prefix`, with instruments that watch it, and the
 * patches of designs. Both are sorted, each once: the order in which they are named makes no other kernel.
 */
export type LabRef = {
  readonly kind: 'lab'
  readonly prefix: string
  /** What it is built for, if not for this machine. */
  readonly arch?: ArchName
  readonly instruments: readonly string[]
  readonly designs: readonly string[]
  /** What was chosen of them, where it is not what is usual. */
  readonly choices?: Choices
}

/**
 * A kernel tree: its files as they are, or a commit of it. It is built with the configuration in a file, else with that of a lab kernel, by
 * the compiler that is named, else by `$CC`, else by gcc, and with instruments that watch it.
 */
export type TreeRef = {
  readonly kind: 'tree'
  readonly path: string
  readonly rev?: string
  readonly config?: string
  readonly cc?: string
  /** What it is watched with, with a plus between, such as `kasan+lockdep`. */
  readonly instruments?: string
  /** What it is built for, if not for this machine. */
  readonly arch?: ArchName
}

/**
 * The newest kernel of a Debian suite whose version starts with `prefix`, of that architecture, or else of this machine's, and what its programs are compiled
 * for, if not for the same.
 */
export type DebianRef = {
  readonly suite: string
  readonly prefix: string
  readonly arch?: ArchName
  readonly programs?: ArchName
}

/** Which kernel is meant: the newest of a Debian suite whose version starts with `prefix`, a lab kernel, a tree, an image, or the running one. */
type Ref =
  | LabRef
  | TreeRef
  | ({ readonly kind: 'debian' } & DebianRef)
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'native' }

/** Reads what follows `--kernel`. Error: E_USAGE with everything that is possible. */
export function parseRef(text: string): Ref {
  if (text.length > longest || text.includes('\0')) throw noKernel(text)
  if (text === 'native') return { kind: 'native' }
  const debian = debianForm.exec(text)
  if (debian !== null) {
    const [, suite = '', prefix = '', arch, programs] = debian
    return { kind: 'debian', suite, prefix, ...(arch === undefined ? {} : archIn(arch, programs)) }
  }
  if (text.startsWith('tree:')) return parseTree(text)
  const [, prefix = '', arch, instruments, designs] = labForm.exec(text) ?? []
  const at = arch === undefined ? {} : { arch: parseArch(arch) }
  if (labForm.test(text))
    return { kind: 'lab', prefix, ...at, instruments: named(instruments), ...designsOf(text, designs) }
  if (!/^(\w+:|lab[/+@])/.test(text) && (text.includes('/') || existsSync(text)))
    return { kind: 'file', path: text }
  throw noKernel(text)
}

const debianForm = /^debian:([a-z][a-z0-9-]*)(?:\/(\d[\w.+~-]*))?(?:@(\w+)(?:\+(\w+))?)?$/

/** The architecture of a kernel, and that of its programs where it is named, too. Error: E_USAGE where its kernels run none of these. */
function archIn(text: string, programs: string | undefined): Pick<DebianRef, 'arch' | 'programs'> {
  const arch = parseArch(text)
  if (programs === undefined || programs === arch) return { arch }
  const narrow = narrowOf(arch)
  if (programs === narrow) return { arch, programs: narrow }
  const run = narrow === undefined ? 'no others than their own' : `${narrow} beside their own`
  throw new ToolError(
    'E_USAGE',
    `Kernels of ${arch} run no programs of ${JSON.stringify(programs)}, but ${run}; name an architecture that they run, or none.`,
  )
}

/** The architectures of guests that references name, of kernels and of programs: a path names none, and the kernel that runs has no guest. Error: E_USAGE. */
export const archsOf = (refs: readonly string[]): readonly ArchName[] => [
  ...new Set(
    refs.map(parseRef).flatMap(ref => {
      if (ref.kind === 'native') return []
      const arch = ('arch' in ref ? ref.arch : undefined) ?? hostArch
      return [arch, ('programs' in ref ? ref.programs : undefined) ?? arch]
    }),
  ),
]

/** A path has no more characters, and everything else far less. */
const longest = 4096

const noKernel = (text: string): ToolError =>
  new ToolError(
    'E_USAGE',
    `${JSON.stringify(text.slice(0, 200))} names no kernel. Possible are debian:<suite>, debian:<suite>/<start of a version> (such as debian:trixie-backports/7.2), either with @<architecture> behind it (such as debian:trixie@s390x, or debian:trixie@amd64+i386 with programs of another one), lab, lab/<start of a version>@<architecture>+<instrument>…:<design>,… (each part may be left out, as in lab+kcov), tree:<path>[@<commit>][,config=<file>][,cc=<compiler>][,instruments=<name>+…][,arch=<architecture>], the path of an image (a bare name only if the file is here) and native.`,
  )

/** The options of a tree come last, as in `tree:linux@HEAD~1,config=mini.config,cc=clang`. */
function parseTree(text: string): TreeRef {
  const [, place = '', options = ''] =
    /^tree:(.*?)((?:,(?:config|cc|instruments|arch)=[^,]+)*)$/s.exec(text) ?? []
  if (place === '') throw noKernel(text)
  const { arch, ...named } = Object.fromEntries(
    options
      .split(',')
      .filter(option => option !== '')
      .map(option => [option.slice(0, option.indexOf('=')), option.slice(option.indexOf('=') + 1)]),
  )
  return {
    kind: 'tree',
    ...placeOf(place),
    ...named,
    ...(arch === undefined ? {} : { arch: parseArch(arch) }),
  }
}

/** A folder may have an @ in its name: the path ends before the first one with a folder before it, unless all of it is one. */
function placeOf(text: string): Pick<TreeRef, 'path' | 'rev'> {
  if (existsSync(text)) return { path: text }
  const cuts = [...text.matchAll(/@/g)].map(({ index }) => index)
  const at = cuts.find(cut => existsSync(text.slice(0, cut))) ?? cuts[0]
  return at === undefined ? { path: text } : { path: text.slice(0, at), rev: text.slice(at + 1) }
}

/** What names a tree, to be parsed again. */
export const treeRef = ({ path, rev, config, cc, instruments, arch }: Omit<TreeRef, 'kind'>): string =>
  [
    `tree:${path}${rev === undefined ? '' : `@${rev}`}`,
    ...(config === undefined ? [] : [`config=${config}`]),
    ...(cc === undefined ? [] : [`cc=${cc}`]),
    ...(instruments === undefined ? [] : [`instruments=${instruments}`]),
    ...(arch === undefined ? [] : [`arch=${arch}`]),
  ].join(',')

/** In a version a plus comes before a number or Debian's name, as in `1~bpo13+1`; an instrument is a word. */
const labForm =
  /^lab(?:\/(\d[\w.~-]*(?:\+(?:\d|deb\d)[\w.~-]*)*))?(?:@(\w+))?((?:\+[a-z]+)*)(?::([a-z\d-]+(?:\[[^[\]]*\])?(?:,[a-z\d-]+(?:\[[^[\]]*\])?)*))?$/

const named = (words = ''): readonly string[] =>
  [...new Set(words.split('+').filter(name => name !== ''))].sort()

/** Designs, with what is chosen of them in brackets. Error: E_USAGE for choices that are none, or exclude each other. */
function designsOf(text: string, words = ''): Pick<LabRef, 'designs' | 'choices'> {
  if (words === '') return { designs: [] }
  const read = namedDesigns(words)
  if ('wrong' in read)
    throw new ToolError('E_USAGE', `${JSON.stringify(text)} names no kernel: ${read.wrong}`)
  const { names, choices } = read
  return { designs: [...names].sort(), ...(Object.keys(choices).length === 0 ? {} : { choices }) }
}
