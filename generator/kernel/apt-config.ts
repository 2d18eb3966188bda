import type { ArchName } from '../shared/arch.js'
import { variables } from '../shared/environment.js'
import { exec } from '../shared/exec.js'

/**
 * The whole configuration of our apt, for APT_CONFIG: what the system or the environment configures does not come in, since it could switch off what is
 * verified, or run something; only how the system reaches a mirror is taken over.
 */
export async function ownConfig(arch: ArchName): Promise<string> {
  const lines = [
    'Dir::Etc::parts "/dev/null";',
    'Dir::Etc::main "/dev/null";',
    `APT::Architecture "${arch}";`,
    `APT::Architectures "${arch}";`,
    // Lists of a large suite are 50 MB if they are not kept as they come.
    'Acquire::GzipIndexes "true";',
    ...(await transport()),
  ]
  return lines.map(line => `${line}\n`).join('')
}

/** Options of apt by which a root of our own is used and everything in it is verified. */
export const aptOptions = (root: string): readonly string[] =>
  [
    `Dir::Etc::sourcelist=${root}/etc/debian.sources`,
    'Dir::Etc::sourceparts=/dev/null',
    'Dir::Etc::preferences=/dev/null',
    'Dir::Etc::preferencesparts=/dev/null',
    `Dir::State=${root}/state`,
    'Dir::State::lists=lists',
    `Dir::State::status=${root}/state/status`,
    `Dir::Cache=${root}/cache`,
    'Dir::Cache::archives=archives',
    'Dir::Cache::pkgcache=pkgcache.bin',
    'Dir::Cache::srcpkgcache=',
    `Dir::Log=${root}/log`,
    'APT::Default-Release=',
    'APT::Sandbox::User=root',
    'APT::Get::AllowUnauthenticated=false',
    'APT::Update::Error-Mode=any',
    'APT::Status-Fd=1',
    'Acquire::Languages=none',
    'Acquire::Check-Date=true',
    'Acquire::Check-Valid-Until=true',
    'Acquire::AllowInsecureRepositories=false',
    'Acquire::AllowWeakRepositories=false',
    'Acquire::AllowDowngradeToInsecureRepositories=false',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=20',
    'Acquire::https::Timeout=20',
  ].flatMap(option => ['-o', option])

/** Proxies and certificates, for all hosts or one; whatever comes through them is verified by its signature. */
const reaching =
  /^Acquire::(?:https?::(?:[\w.-]+::)?(?:Proxy|ProxyAutoDetect|Proxy-Auto-Detect|CAInfo|CAPath|SslCert|SslKey)(?:::[\w.-]+)?|ForceIPv[46])$/i

/** A value that stands in quotes as it is. */
const plain = /^[\x20-\x7e]+$/

async function transport(): Promise<readonly string[]> {
  const { exitCode, stdout } = await exec('apt-config', ['dump', '--no-empty', '--format', '%f|%v%n'], {
    env: variables(['APT_CONFIG']),
  })
  if (exitCode !== 0) return []
  return stdout.split('\n').flatMap(line => {
    const [, key = '', value = ''] = /^([^|]+)\|(.*)$/.exec(line) ?? []
    return reaching.test(key) && plain.test(value) && !/["\\]/.test(value) ? [`${key} "${value}";`] : []
  })
}
