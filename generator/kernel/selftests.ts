import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, sha256, type Terms } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import type { Progress } from '../shared/progress.js'
import { aptDownload, aptFind, aptState, type Package } from './apt.js'
import { findSource } from './lab/source.js'
import { parseRef } from './ref.js'
import { checkUnpacked, openDeb } from './unpack.js'
import { compareVersions } from './version.js'

/** Upstream's selftests of Landlock and what they are built and run with, unpacked. */
export type Selftests = {
  /** Holds `tools/`, `usr/include/` and `busybox`. */
  readonly folder: string
  /** Package and version of the source. */
  readonly origin: string
}

type SelftestPackages = Readonly<Record<'source' | 'headers' | 'shell', Package>>

const sourceName = /^linux-source-\d+\.\d+$/

/** What is kept of a kernel's source: the tests, and what they include. */
const kept = [
  'tools/testing/selftests/landlock',
  'tools/testing/selftests/*.h',
  'tools/include/asm-generic',
  'tools/include/linux',
  'tools/include/uapi',
  'tools/include/vdso',
] as const

const terms: Terms = {
  needs: {
    busybox: 'program',
    'usr/include/linux/landlock.h': 'file',
    'tools/testing/selftests/kselftest_harness.h': 'file',
    'tools/testing/selftests/landlock/net_test.c': 'file',
  },
}

/** The selftests that go with a kernel: of the newest source in its Debian suite, from the cache or downloaded. Errors: those of apt, E_SELFTESTS, E_USAGE. */
export async function selftestsFor(ref: string, progress: Progress): Promise<Selftests> {
  const parsed = parseRef(ref)
  if (parsed.kind === 'debian') return fetchSelftests(parsed.suite, progress)
  if (parsed.kind === 'lab')
    return fetchSelftests((await findSource(parsed.prefix, progress)).suite, progress)
  throw new ToolError(
    'E_USAGE',
    `Upstream's tests come from the Debian suite of the kernel, and ${ref} is of none; give one such as debian:trixie-backports, or lab.`,
  )
}

async function fetchSelftests(suite: string, progress: Progress): Promise<Selftests> {
  const parts = await findParts(suite, progress)
  const { name, version } = parts.source
  const hashes = Object.values(parts).map(part => part.sha256)
  const key = `${name}-${sha256(JSON.stringify([hashes, kept])).slice(0, 12)}`
  const folder = await cached('selftests', key, terms, async dir => {
    for (const part of ['headers', 'shell', 'source'] as const) {
      const deb = await download(suite, parts[part], join(dir, 'scratch'), progress)
      await unpack[part](deb, dir, progress)
      await rm(join(dir, 'scratch'), { recursive: true })
    }
    checkUnpacked(dir, 'What belongs to the selftests')
  })
  return { folder, origin: `${name} ${version} of Debian ${suite}` }
}

/** Backports bring no shell of their own, so it comes from the suite that they are for. */
const home = (suite: string): string => suite.replace(/-backports$/, '')

const suiteOf = (suite: string, { name }: Package): string =>
  name === 'busybox-static' ? home(suite) : suite

async function findParts(suite: string, progress: Progress): Promise<SelftestPackages> {
  const root = await aptState(suite, progress)
  const source = newest(await aptFind(root, 'linux-source-', sourceName))
  const headers = (await aptFind(root, 'linux-libc-dev', /^linux-libc-dev$/)).find(
    ({ version }) => version === source?.version,
  )
  const base = await aptState(home(suite), progress)
  const shell = newest(await aptFind(base, 'busybox-static', /^busybox-static$/))
  if (source === undefined || headers === undefined || shell === undefined) throw lacking(suite)
  return { source, headers, shell }
}

const newest = (packages: readonly Package[]): Package | undefined =>
  packages.toSorted((one, other) => compareVersions(other.version, one.version))[0]

const lacking = (suite: string): ToolError =>
  new ToolError(
    'E_SELFTESTS',
    `Debian ${suite} has not all of linux-source, linux-libc-dev of its version and busybox-static; take a kernel of another suite by --kernel.`,
  )

async function download(suite: string, part: Package, dir: string, progress: Progress): Promise<string> {
  const root = await aptState(suiteOf(suite, part), progress)
  return aptDownload(root, part, dir, progress)
}

type Unpack = (deb: string, dir: string, progress: Progress) => Promise<void>

const unpack: Readonly<Record<keyof SelftestPackages, Unpack>> = {
  headers: async (deb, dir) => {
    const { tar } = await openDeb(deb)
    await takeOut(tar, dir, [
      './usr/include/linux',
      './usr/include/asm-generic',
      './usr/include/x86_64-linux-gnu',
    ])
  },
  shell: async (deb, dir) => {
    const { tar, members } = await openDeb(deb)
    await takeOut(
      tar,
      dir,
      members.filter(member => member.endsWith('bin/busybox')),
      ['--transform=s,.*/,,'],
    )
  },
  source: async (deb, dir, progress) => {
    progress('unpacking the selftests')
    const scratch = join(dir, 'scratch')
    const { tar, members } = await openDeb(deb)
    await rm(deb)
    await takeOut(
      tar,
      scratch,
      members.filter(member => member.endsWith('.tar.xz')),
      ['--transform=s,.*/,,'],
    )
    await rm(tar)
    const archive = join(scratch, `${/linux-source-[\d.]+\d/.exec(deb)?.[0]}.tar.xz`)
    const wanted = kept.map(path => `*/${path}`)
    await takeOut(archive, dir, wanted, [
      '--xz',
      '--strip-components=1',
      '--wildcards',
      '--no-wildcards-match-slash',
    ])
  },
}

/** Takes members out of an archive. Error: E_SELFTESTS. */
async function takeOut(
  tar: string,
  dir: string,
  members: readonly string[],
  options: readonly string[] = [],
): Promise<void> {
  await mkdir(dir, { recursive: true })
  const args = ['-xf', tar, '-C', dir, '--no-same-owner', ...options, '--', ...members]
  const { exitCode, stderr } = await exec('tar', args)
  if (exitCode === 0) return
  throw new ToolError(
    'E_SELFTESTS',
    `What belongs to upstream's selftests cannot be taken out of ${tar}; try again.`,
    {
      output: stderr,
    },
  )
}
