import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'

/** What brings socket families that a distribution's kernel does not have built in, and the guest's channel where it is no part of the kernel. */
export const wantedModules = [
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
  for (const name of wantedModules) await visit(name)
  return order
}

/** What a module says in its .modinfo section that it needs. */
async function dependencies(file: string): Promise<readonly string[]> {
  const text = await readModule(file)
  const depends = /\0depends=([^\0]*)\0/.exec(text)?.[1] ?? ''
  return depends
    .split(',')
    .filter(name => name !== '')
    .map(moduleName)
}

async function readModule(file: string): Promise<string> {
  const [, tool] = /\.ko\.(xz|zst|gz)$/.exec(file) ?? []
  if (tool === undefined) return readFile(file, 'latin1')
  const command = { xz: 'xz', zst: 'zstd', gz: 'gzip' }[tool] ?? tool
  const { exitCode, stdout, stderr } = await exec(command, ['-dc', file])
  if (exitCode !== 0)
    throw new ToolError('E_KERNEL', `The module ${file} cannot be unpacked.`, { output: stderr })
  return stdout
}
