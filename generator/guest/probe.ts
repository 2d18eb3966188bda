import { readFileSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { newestAbi } from '../../specs/additions.js'
import { type Target, targetName } from '../../specs/target.js'
import { cached, keptEntries, sha256, sha256File, type Terms, writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { hasReport, type Report, readReport } from './ktap.js'
import { lossOf } from './loss.js'
import type { Machine, Tools } from './machine.js'
import { type BootResult, isVoid } from './qemu.js'

/** What a kernel reports of itself. */
export type Probed = Report

/** Asks the kernel what it is; the answer of a kernel and its modules is kept, by the content of all that has a part in it. */
export async function probe(machine: Machine, tools: Tools, scratch: string): Promise<Probed> {
  const { kernel } = machine
  if (kernel.kind === 'native') return readReport(await ask(machine, scratch))
  const parts = [
    kernel.sha256,
    ...(await hashesOf(kernel.modules)),
    ...(await hashesOf([tools.init, tools.probe])),
  ]
  const kept = await cached('probes', sha256(parts.join('\n')), terms, async dir =>
    writeWhole(join(dir, log), await ask(machine, scratch)),
  )
  return readReport(await readFile(join(kept, log), 'utf8'))
}

/** The file of a cache entry: what the guest said, so that it can be read in a newer way. */
const log = 'channel.log'

const terms: Terms = {
  needs: { [log]: 'file' },
  check: folder => readReport(readFileSync(join(folder, log), 'utf8')),
}

const hashesOf = (paths: readonly string[]): Promise<readonly string[]> =>
  Promise.all(paths.map(async path => `${basename(path)} ${await sha256File(path)}`))

/** A guest that says what it is has done so soon. */
const deadlineMs = 120_000

/** What befell a guest that was killed, or that counts for nothing, need not befall the next one. */
const tries = 3

async function ask(machine: Machine, scratch: string): Promise<string> {
  const packed = await machine.pack(undefined, scratch)
  for (let left = tries - 1; ; left -= 1) {
    const start = { from: 0, processors: 1, deadlineMs }
    const boot = await machine.start(packed, start, join(scratch, `probe-${left}`), () => {})
    if (!isVoid(boot.end) && hasReport(boot.channel)) return boot.channel
    if (left === 0 || (boot.end !== 'killed' && !isVoid(boot.end))) throw silent(machine, boot)
  }
}

const silent = ({ kernel }: Machine, boot: BootResult): ToolError =>
  new ToolError(
    'E_GUEST',
    `${kernel.ref} did not come as far as to report what it is: ${lossOf(boot)}; its last lines are below.`,
    { output: lastLines(`${boot.console}\n${boot.channel}`) },
  )

/**
 * A target that was probed before, by the start of its name: `abi-11`. One of an ABI that the specs know and no kernel has that was probed is the newest
 * merged one with that ABI. Error: E_TARGET.
 */
export async function storedTarget(name: string): Promise<Probed> {
  const stored = await storedTargets()
  const found = stored.find(
    ({ target }) => targetName(target) === name || targetName(target).startsWith(`${name}-`),
  )
  if (found !== undefined) return found
  const ahead = aheadOf(name, stored)
  if (ahead !== undefined) return ahead
  const names = [...new Set(stored.map(({ target }) => targetName(target)))].sort()
  throw new ToolError(
    'E_TARGET',
    `No kernel was probed yet that is ${name} (probed: ${names.join(', ') || 'none'}); probe one by landlockstep generate --kernel REF.`,
  )
}

function aheadOf(name: string, stored: readonly Probed[]): Probed | undefined {
  const abi = Number(/^abi-(\d{1,3})$/.exec(name)?.[1])
  const newest = stored.find(({ target }) => target.designs.length === 0)
  if (newest === undefined || !(abi > newest.target.abi && abi <= newestAbi)) return undefined
  return { ...newest, target: { ...newest.target, abi } }
}

/**
 * Every target that was probed: those of an ABI that the specs know first, then the highest ABI, merged kernels before those with designs,
 * those that open most kinds of sockets, those that lack most last, and of equal ones what was said last.
 */
export async function storedTargets(): Promise<readonly Probed[]> {
  const folders = await keptEntries('probes', terms)
  const all = await Promise.all(folders.map(async folder => readStored(join(folder, log))))
  const newestFirst = all.sort((a, b) => b.at - a.at)
  return newestFirst.sort(
    (a, b) =>
      Number(isAhead(a.target)) - Number(isAhead(b.target)) ||
      b.target.abi - a.target.abi ||
      (b.target.errata ?? 0) - (a.target.errata ?? 0) ||
      a.target.designs.length - b.target.designs.length ||
      opened(b.target) - opened(a.target) ||
      ranked(a.target) - ranked(b.target),
  )
}

const isAhead = ({ abi }: Target): boolean => abi > newestAbi

/** How many kinds of sockets root can open. */
const opened = ({ sockets }: Target): number =>
  Object.values(sockets).filter(one => one?.root === 'OK').length

/** Those with large pages come last, and those with the highest byte first last of all. */
const ranked = ({ lacks, byteOrder, pageSize }: Target): number =>
  Object.keys(lacks).length + (pageSize === undefined ? 0 : 50) + (byteOrder === 'big' ? 100 : 0)

/** What was said and when, in milliseconds. */
const readStored = async (path: string): Promise<Probed & { readonly at: number }> => ({
  ...readReport(await readFile(path, 'utf8')),
  at: (await stat(path)).mtimeMs,
})

const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-25).join('\n')
