import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type ArchName, archOf } from '../shared/arch.js'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import { modinfoOf } from './modinfo.js'

/** What brings socket families that a distribution's kernel does not have built in, and the guest's channel where it is no part of the kernel. */
const wantedModules = [
  'virtio_pci',
  'virtio_console',
  'sctp',
  'dccp',
  'dccp_ipv4',
  'dccp_ipv6',
  'vsock_loopback',
  'algif_hash',
  'algif_skcipher',
  'tipc',
  'rds',
  'rds_tcp',
  'smc',
  'l2tp_ip',
  'l2tp_ip6',
  'af_key',
  'kcm',
] as const

/** All that is wanted of a kernel of that architecture, in this order. */
export const modulesFor = (arch?: ArchName): readonly string[] => [...archOf(arch).modules, ...wantedModules]

/** Whether a path is that of a module. */
export const isModule = (path: string): boolean => /\.ko(\.\w+)?$/.test(path)

/** The name by which the kernel knows a module file: `virtio_pci` of `a/virtio-pci.ko.xz`. */
export const moduleName = (path: string): string =>
  basename(path)
    .replace(/\.ko(\.\w+)?$/, '')
    .replaceAll('-', '_')

/**
 * The wanted modules that exist with all that they need, in loading order; `fetch` gives a readable path for each.
 * A module that the kernel has built in is in nobody's files and so is skipped.
 */
export async function loadingOrder(
  paths: readonly string[],
  fetch: (path: string) => Promise<string>,
  arch?: ArchName,
): Promise<readonly string[]> {
  const byName = new Map(paths.map(path => [moduleName(path), path]))
  const order: string[] = []
  const seen = new Set<string>()
  const visit = async (name: string): Promise<void> => {
    const path = byName.get(name)
    if (path === undefined || seen.has(name)) return
    seen.add(name)
    const file = await fetch(path)
    for (const needed of await dependencies(file)) await visit(needed)
    order.push(file)
  }
  for (const name of modulesFor(arch)) await visit(name)
  return order
}

/** What a module says that it needs. Error: E_KERNEL for a file that is no module. */
async function dependencies(file: string): Promise<readonly string[]> {
  const info = modinfoOf(await readModule(file))
  if ('wrong' in info) throw broken(file, info.wrong)
  const [depends, second] = info.says.filter(one => one.startsWith(key))
  if (depends === undefined || second !== undefined) throw broken(file, 'it does not say once what it needs')
  const names = depends.slice(key.length).split(',')
  if (depends !== key && !names.every(name => /^[\w-]+$/.test(name)))
    throw broken(file, 'what it needs are no names of modules')
  return names.filter(name => name !== '').map(moduleName)
}

const key = 'depends='

const broken = (file: string, why: string, output = ''): ToolError =>
  new ToolError(
    'E_KERNEL',
    `The module ${file} cannot be read: ${why}. Take the kernel and its modules anew, or another version.`,
    { output },
  )

/** A module has less; what unpacks to more, or for longer, is none. */
const most = { bytes: 256 * 2 ** 20, ms: 60_000 } as const

async function readModule(file: string): Promise<Buffer> {
  const [, tool] = /\.ko\.(xz|zst|gz)$/.exec(file) ?? []
  if (tool === undefined) return readFile(file)
  const command = { xz: 'xz', zst: 'zstd', gz: 'gzip' }[tool] ?? tool
  const pieces: Buffer[] = []
  let size = 0
  const onPiece = (piece: Buffer): void => {
    size += piece.length
    if (size <= most.bytes) pieces.push(Buffer.from(piece))
  }
  const { exitCode, stderr } = await exec(command, ['-dc', file], { onPiece, deadlineMs: most.ms })
  if (exitCode !== 0 || size > most.bytes) throw broken(file, 'it cannot be unpacked', stderr)
  return Buffer.concat(pieces)
}
