import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'

const keyrings = ['gpg', 'pgp'].map(end => `/usr/share/keyrings/debian-archive-keyring.${end}`)

/** The keyring that every Debian machine has, and by which every download is verified. Error: E_NOT_DEBIAN. */
export function keyring(): string {
  const found = keyrings.find(path => existsSync(path))
  if (found === undefined) throw notDebian(`it has no ${keyrings[0]} (package debian-archive-keyring)`)
  return found
}

const fields = ['REPO_URI', 'RELEASE', 'COMPONENT', 'ORIGIN', 'LABEL'] as const

type IndexTarget = {
  readonly uri: string
  readonly release: string
  readonly component: string
  readonly origin: string
  readonly label: string
}

/**
 * The mirror that this machine's own apt uses for the suite's archive; the variable LANDLOCKSTEP_MIRROR overrides it.
 * Errors: E_NOT_DEBIAN, E_USAGE, E_APT.
 */
export async function mirrorOf(suite: string): Promise<string> {
  const override = process.env.LANDLOCKSTEP_MIRROR
  if (override !== undefined && override !== '') return checkedMirror(override)
  const found = await systemMirror(suite)
  // What stands in a list of sources must not be able to say more than where the mirror is.
  if (/^[a-z][a-z+.-]*:[\x21-\x7e]*$/.test(found)) return found
  throw new ToolError(
    'E_APT',
    `apt-get names a mirror with blanks or control characters in it (${JSON.stringify(found)}); set LANDLOCKSTEP_MIRROR to another mirror.`,
  )
}

/** A mirror that was named by a person: an http, https or file URL and nothing else, since it goes into a list of sources. Error: E_USAGE. */
export function checkedMirror(text: string): string {
  const url = /^[\x21-\x7e]+$/.test(text) && URL.canParse(text) ? new URL(text) : undefined
  const isMirror =
    url !== undefined &&
    ['http:', 'https:', 'file:'].includes(url.protocol) &&
    (url.protocol === 'file:' ? url.host === '' : url.host !== '') &&
    !/[?#]/.test(text)
  if (isMirror) return text
  throw new ToolError(
    'E_USAGE',
    `LANDLOCKSTEP_MIRROR must be the http, https or file URL of one Debian archive and nothing else, such as https://mirror.example/debian; it is ${JSON.stringify(text)}.`,
  )
}

async function systemMirror(suite: string): Promise<string> {
  const security = suite.endsWith('-security')
  const label = security ? 'Debian-Security' : 'Debian'
  const signed = await indexTargets([])
  const known = signed.find(target => target.origin === 'Debian' && target.label === label)
  return known?.uri ?? (await guessMirror(security))
}

/** Without downloaded lists apt does not know yet who is behind a mirror, so its path and suite must tell. */
async function guessMirror(security: boolean): Promise<string> {
  const codename = await debianCodename()
  const suites = new Set(['stable', 'oldstable', 'testing', 'unstable', 'sid', codename])
  const plain = await indexTargets(['--no-release-info'])
  const likely = plain.filter(
    ({ uri, release, component }) =>
      component === 'main' &&
      /-security\/?$/.test(uri) === security &&
      suites.has(release.replace(/-(updates|backports|security)$|\/updates$/, '')),
  )
  const found = likely.find(({ uri }) => /\/debian(-security)?\/?$/.test(uri)) ?? likely[0]
  if (found === undefined) throw notDebian('its apt knows no mirror of the Debian archive')
  return found.uri
}

async function debianCodename(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  if (!/^ID="?debian"?$/m.test(release)) throw notDebian('its /etc/os-release does not say ID=debian')
  return /^VERSION_CODENAME="?(\w+)"?$/m.exec(release)?.[1] ?? 'sid'
}

async function indexTargets(options: readonly string[]): Promise<readonly IndexTarget[]> {
  const format = fields.map(field => `$(${field})`).join('|')
  const { exitCode, stdout, stderr } = await exec('apt-get', [
    ...options,
    'indextargets',
    '--format',
    format,
  ]).catch(error => {
    throw error instanceof ToolError && error.code === 'E_MISSING'
      ? notDebian('it has no apt-get', error)
      : error
  })
  if (exitCode !== 0) {
    throw new ToolError('E_APT', 'apt-get cannot read its own configuration; see its lines below.', {
      output: stderr,
    })
  }
  return stdout
    .split('\n')
    .map(line => line.split('|'))
    .filter(([uri]) => uri !== undefined && uri !== '' && !uri.startsWith('cdrom:'))
    .map(([uri = '', release = '', component = '', origin = '', label = '']) => ({
      uri,
      release,
      component,
      origin,
      label,
    }))
}

/** The one sentence for machines that cannot take kernels from Debian. */
const notDebian = (why: string, cause?: unknown): ToolError =>
  new ToolError(
    'E_NOT_DEBIAN',
    `This machine cannot take a kernel from Debian's packages: ${why}. Give an image by \`--kernel FILE\`, or test the running kernel by \`--kernel native\`.`,
    { cause },
  )
