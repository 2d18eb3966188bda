import { existsSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { type ArchName, archNames, archOf, hostArch } from './arch.js'
import { proxySettings } from './environment.js'
import { ToolError } from './error.js'
import { type Exit, exec } from './exec.js'
import { findProgram } from './programs.js'
import type { Progress } from './progress.js'

/** A program or library that is needed: what for, and the Debian package that brings it. */
type Tool = { readonly name: string; readonly need: string; readonly package: string }

type Check = { readonly tool: Tool; readonly isThere: () => boolean | Promise<boolean> }

/** What the kernel that runs now is tested with. */
const suiteChecks: readonly Check[] = [
  program('cc', 'compiles the suite', 'gcc'),
  library('libc.a', 'links the suite statically', 'libc6-dev'),
  program('make', 'builds the suite', 'make'),
]

/** What is needed beside it where there are guests. */
const imageChecks: readonly Check[] = [
  program('cpio', 'packs what the guest starts from', 'cpio'),
  program('tar', "unpacks Debian's packages", 'tar'),
  program('xz', "unpacks a kernel's modules", 'xz-utils'),
]

/** What guests of an architecture need beside it. */
function guestChecks(name: ArchName): readonly Check[] {
  const { emulation, cross } = archOf(name)
  const boots = program(emulation.program, 'boots the guest', emulation.package)
  if (name === hostArch) return [boots]
  const [compiler, library] = cross.packages
  return [
    boots,
    program(cross.command, `compiles the suite for ${name}`, compiler),
    linked('libc.a', `links the suite for ${name} statically`, library, cross.command),
  ]
}

const checksFor = (archs: readonly ArchName[]): readonly Check[] => [
  ...archs.flatMap(guestChecks),
  ...suiteChecks,
  ...(archs.length === 0 ? [] : imageChecks),
]

/** What only upstream's own tests need. */
const selftestChecks: readonly Check[] = [library('libcap.a', "links upstream's tests", 'libcap-dev')]

/** What only a fleet with a Redis of its own needs. */
const fleetChecks: readonly Check[] = [program('redis-server', 'keeps the queue of a fleet', 'redis-server')]

/** What only a lab kernel needs. */
const labChecks: readonly Check[] = [
  program('gcc', 'compiles a lab kernel', 'gcc'),
  program('flex', "reads a lab kernel's configuration", 'flex'),
  program('bison', "reads a lab kernel's configuration", 'bison'),
  program('bc', 'builds a lab kernel', 'bc'),
  program('git', 'reads a kernel tree', 'git'),
  program('patch', "applies a design's patch", 'patch'),
  program('perl', 'builds a lab kernel', 'perl'),
  library('libelf.so', 'checks what is built of a lab kernel', 'libelf-dev'),
]

/** What this machine lacks to run guests of these architectures; if of none, to run the kernel that it has. */
export const missingTools = (archs: readonly ArchName[] = [hostArch]): Promise<readonly Tool[]> =>
  missing(checksFor(archs))

/** What this machine lacks to run upstream's own tests. */
export const missingForSelftests = (): Promise<readonly Tool[]> =>
  missing([...checksFor([hostArch]), ...selftestChecks])

/** What this machine lacks to build lab kernels and to run them, or others of these architectures. */
export const missingForLab = (archs: readonly ArchName[] = [hostArch]): Promise<readonly Tool[]> =>
  missing([...checksFor(archs), ...labChecks])

/** What this machine lacks to serve a fleet. */
export const missingForFleet = (): Promise<readonly Tool[]> => missing(fleetChecks)

async function missing(needed: readonly Check[]): Promise<readonly Tool[]> {
  const there = await Promise.all(needed.map(({ isThere }) => isThere()))
  return needed.filter((_, index) => there[index] === false).map(({ tool }) => tool)
}

/** The one command that installs the tools, as whoever runs us has to type it; without apt-get, a remark in its place. */
export function installCommand(tools: readonly Tool[]): string {
  if (!isOnPath('apt-get'))
    return `# by this machine's package manager; Debian's names are: ${packages(tools).join(' ')}`
  const install = ['apt-get', ...installArgs(tools)].join(' ')
  return isRoot() || !isOnPath('sudo') ? install : `sudo ${install}`
}

/** Installs the tools by apt-get. Error: E_MISSING, with the command to type, where that is not possible or fails. */
export async function installTools(tools: readonly Tool[], progress: Progress): Promise<void> {
  if (tools.length === 0) return
  if (!isOnPath('apt-get') || !isRoot()) throw lacks(tools, toType(tools))
  const exit = await installOrUpdate(tools, progress)
  if (exit.exitCode !== 0) {
    throw lacks(tools, `apt-get could not install it; see its lines below, then ${toType(tools)}`, exit)
  }
  const asked = new Set(tools.map(nameOf))
  const all = await missing([...checksFor(archNames), ...selftestChecks, ...labChecks, ...fleetChecks])
  const still = all.filter(tool => asked.has(nameOf(tool)))
  if (still.length > 0) throw lacks(still, `apt-get installed it, yet it is not found in PATH`)
}

/** A library of two architectures comes from two packages. */
const nameOf = (tool: Tool): string => `${tool.name} ${tool.package}`

/** Lists that are missing or out of date show only when a package cannot be had. */
async function installOrUpdate(tools: readonly Tool[], progress: Progress): Promise<Exit> {
  const text = `installing ${tools.map(tool => tool.package).join(', ')}`
  const first = await aptGet(installArgs(tools), progress, text)
  if (first.exitCode === 0) return first
  const update = await aptGet(['update'], progress, 'reading package lists')
  const second = await aptGet(installArgs(tools), progress, text)
  return { ...second, stderr: update.stderr + second.stderr }
}

const aptGet = (args: readonly string[], progress: Progress, text: string): Promise<Exit> => {
  progress(text)
  return exec('apt-get', ['-q', '-o', 'APT::Status-Fd=1', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    mayLeave: true,
    env: { DEBIAN_FRONTEND: 'noninteractive', ...proxySettings() },
    onLine: line => {
      const percent = /^(?:dl|pm)status:[^:]*:([\d.]+):/.exec(line)?.[1]
      if (percent !== undefined) progress(`${text}, ${Math.floor(Number(percent))} %`)
    },
  })
}

const installArgs = (tools: readonly Tool[]): readonly string[] => [
  'install',
  '-y',
  '--no-install-recommends',
  ...packages(tools),
]

const packages = (tools: readonly Tool[]): readonly string[] => [...new Set(tools.map(tool => tool.package))]

function toType(tools: readonly Tool[]): string {
  if (!isOnPath('apt-get')) {
    return `install it by this machine's package manager (Debian calls it ${packages(tools).join(', ')})`
  }
  const command = installCommand(tools)
  return isRoot() || command.startsWith('sudo ') ? `type: ${command}` : `type as root: ${command}`
}

function lacks(tools: readonly Tool[], what: string, { stdout, stderr }: Partial<Exit> = {}): ToolError {
  const names = tools.map(({ name, need }) => `${name} (${need})`).join(', ')
  return new ToolError('E_MISSING', `This machine lacks ${names}; ${what}.`, {
    output: `${tail(stdout)}${stderr ?? ''}`,
  })
}

const tail = (text = ''): string =>
  text
    .split('\n')
    .filter(line => /^(E:|W:|Err)/.test(line))
    .map(line => `${line}\n`)
    .join('')

function program(name: string, need: string, from: string): Check {
  return { tool: { name, need, package: from }, isThere: () => isOnPath(name) }
}

/** A compiler tells the whole path of a library that it has, and the bare name of one that it has not. */
function linked(name: string, need: string, from: string, cc: string): Check {
  const isThere = async (): Promise<boolean> => {
    if (!isOnPath(cc)) return false
    const path = (await exec(cc, [`-print-file-name=${name}`])).stdout.trim()
    return isAbsolute(path) && existsSync(path)
  }
  return { tool: { name, need, package: from }, isThere }
}

function library(name: string, need: string, from: string): Check {
  return linked(name, need, from, 'cc')
}

const isRoot = (): boolean => process.getuid?.() === 0

const isOnPath = (name: string): boolean => findProgram(name) !== undefined
