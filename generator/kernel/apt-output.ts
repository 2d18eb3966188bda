import { ToolError } from '../shared/error.js'
import type { Exit } from '../shared/exec.js'
import type { Progress } from '../shared/progress.js'

/** A listener for apt's status lines, which say how far a download is. */
export const downloadProgress =
  (progress: Progress, text: string) =>
  (line: string): void => {
    const done = /^dlstatus:\d+:(\d{1,3}(?:\.\d+)?):/.exec(line)?.[1]
    if (done !== undefined && Number(done) <= 100) progress(`${text}, ${Math.floor(Number(done))} %`)
  }

/** A package as the suite's signed index describes it; `bytes` is the size of the download. */
export type Package = {
  readonly name: string
  readonly version: string
  readonly bytes: number
  readonly sha256: string
}

/** What each field that counts has to look like (deb-control(5)); the name becomes a part of paths. */
const forms = {
  Package: /^[a-z\d][a-z\d+.-]+$/,
  Version: /^\d[\w.+~:-]*$/,
  Size: /^\d{1,15}$/,
  SHA256: /^[\da-f]{64}$/,
} as const satisfies Readonly<Record<string, RegExp>>

/**
 * The packages of which `apt-cache show` tells, in stanzas with an empty line between them. Error: E_APT for a stanza that lacks a field, or has
 * it twice or not as it should be: what was dropped in silence would be a kernel that is not offered.
 */
export const readPackages = (text: string): readonly Package[] =>
  text
    .split(/\n{2,}/)
    .filter(stanza => stanza.trim() !== '')
    .map(readStanza)

function readStanza(stanza: string): Package {
  const lines = stanza.split('\n')
  const field = (name: keyof typeof forms): string => {
    const [value = '', second] = lines.filter(line => line.startsWith(`${name}: `))
    const text = value.slice(name.length + 2)
    if (second === undefined && forms[name].test(text)) return text
    throw new ToolError('E_APT', `apt-cache tells of a package without a ${name} that can be understood.`, {
      output: stanza.slice(0, 1_000),
    })
  }
  return {
    name: field('Package'),
    version: field('Version'),
    bytes: Number(field('Size')),
    sha256: field('SHA256'),
  }
}

/** What apt could not do, told apart by its lines: E_SIGNATURE, E_KERNEL (no such suite), E_GONE (no such file), E_DISK or E_NETWORK. */
export function aptError(
  { stdout, stderr }: Pick<Exit, 'stdout' | 'stderr'>,
  what: string,
  suite: string,
): ToolError {
  const lines = `${stdout}${stderr}`.split('\n').filter(line => line !== '' && !/^\w+status:/.test(line))
  const output = lines.join('\n')
  if (notList.test(output)) return new ToolError('E_SIGNATURE', otherThing(what), { output })
  if (expired.test(output)) return new ToolError('E_SIGNATURE', tooOld(suite), { output })
  if (untrusted.test(output)) return new ToolError('E_SIGNATURE', notSigned(what), { output })
  if (absent.test(output) && suite !== '') return new ToolError('E_KERNEL', noSuite(suite), { output })
  if (absent.test(output)) return new ToolError('E_GONE', gone(what), { output })
  return new ToolError('E_NETWORK', unreadable(what), { output })
}

/** A mirror that is silent is no reason to stop where something cached will do; one that sends wrong things is. */
export const isOutOfReach = (error: unknown): error is ToolError =>
  error instanceof ToolError && (error.code === 'E_NETWORK' || error.code === 'E_NOT_DEBIAN')

const notList = /Clearsigned file isn't valid|NOSPLIT|does the network require authentication/

const expired = /is expired|no longer valid|not valid yet/

const untrusted =
  /GPG error|OpenPGP signature|NO_PUBKEY|BADSIG|EXPKEYSIG|REVKEYSIG|is not signed|isn't valid|Hash Sum mismatch|unexpected size|weak security/

const absent = /does not have a Release file|404 +Not Found/

const gone = (what: string): string =>
  `The mirror lacks what its own lists name (${what}); choose another version, or set LANDLOCKSTEP_MIRROR to another mirror.`

const otherThing = (what: string): string =>
  `The mirror answers with something that is no list of Debian, such as the page of a network that wants a login (${what}); nothing of it was kept. Look at the network, or set LANDLOCKSTEP_MIRROR to another mirror.`

const tooOld = (suite: string): string =>
  `The mirror's lists of ${suite} are signed for another time than now, so they may hide newer ones. Look at this machine's clock, or set LANDLOCKSTEP_MIRROR to another mirror.`

const notSigned = (what: string): string =>
  `What the mirror sent is not what Debian signed (${what}); nothing of it was kept. Try again later, or set LANDLOCKSTEP_MIRROR to another mirror.`

const noSuite = (suite: string): string =>
  `The mirror has no suite ${suite}; \`landlockstep kernels\` lists what there is.`

const unreadable = (what: string): string =>
  `The mirror could not be read (${what}). Look at the network, set LANDLOCKSTEP_MIRROR to another mirror, or give an image by \`--kernel FILE\`.`
