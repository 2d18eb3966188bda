import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Target } from '../../specs/target.js'
import { cached, cacheFolder, sha256, sha256File, writeWhole } from '../cache.js'
import { readTargetJson, writeJson } from '../codec.js'
import { ToolError } from '../error.js'
import { readRelease, readTarget } from '../ktap.js'
import type { Machine, Tools } from './machine.js'
import { targetName } from './places.js'

/** What a kernel reports of itself. */
export type Probed = { readonly target: Target; readonly release: string }

/** Asks the kernel what it is; the answer of a kernel and its modules is kept, by the content of all that has a part in it. */
export async function probe(machine: Machine, tools: Tools, scratch: string): Promise<Probed> {
  const { sha256: image, modules } = machine.kernel
  if (image === '') return ask(machine, scratch)
  const parts = [image, ...modules, await sha256File(tools.init), await sha256File(tools.probe)]
  const kept = await cached('targets', sha256(parts.join('\n')), async dir => {
    const { target, release } = await ask(machine, scratch)
    await writeWhole(join(dir, 'target.json'), writeJson(target))
    await writeWhole(join(dir, 'release'), release)
  })
  return readProbed(kept)
}

async function ask(machine: Machine, scratch: string): Promise<Probed> {
  const packed = await machine.pack(undefined, scratch)
  const { channel, console } = await machine.start(packed, 0, join(scratch, 'probe'), () => {})
  if (!channel.includes('# target end')) {
    throw new ToolError(
      'E_GUEST',
      `${machine.kernel.ref} did not come as far as to report what it is; its last lines are below.`,
      { output: lastLines(`${console}\n${channel}`) },
    )
  }
  return { target: readTarget(channel), release: readRelease(channel) ?? 'unknown release' }
}

async function readProbed(folder: string): Promise<Probed> {
  const path = join(folder, 'target.json')
  return {
    target: readTargetJson(await readFile(path, 'utf8'), path),
    release: await readFile(join(folder, 'release'), 'utf8'),
  }
}

/** A target that was probed before, by the start of its name: `abi-11`. Error: E_TARGET. */
export async function storedTarget(name: string): Promise<Probed> {
  const stored = await storedTargets()
  const found = stored.find(
    ({ target }) => targetName(target) === name || targetName(target).startsWith(`${name}-`),
  )
  if (found !== undefined) return found
  const names = [...new Set(stored.map(({ target }) => targetName(target)))].sort()
  throw new ToolError(
    'E_TARGET',
    `No kernel was probed yet that is ${name} (probed: ${names.join(', ') || 'none'}); probe one by landlockstep generate --kernel REF.`,
  )
}

/** Every target that was probed, the highest ABI first, of the same one the newest; what an older version kept is left out. */
export async function storedTargets(): Promise<readonly Probed[]> {
  const shelf = join(cacheFolder(), 'targets')
  const names = (await readdir(shelf).catch(() => [])).filter(name => !name.startsWith('.'))
  const all = await Promise.all(names.map(name => readStored(join(shelf, name))))
  return all
    .flat()
    .sort(
      ({ target: a, at: one }, { target: b, at: other }) =>
        b.abi - a.abi || (b.errata ?? 0) - (a.errata ?? 0) || other - one,
    )
}

async function readStored(folder: string): Promise<readonly (Probed & { readonly at: number })[]> {
  try {
    return [{ ...(await readProbed(folder)), at: (await stat(folder)).mtimeMs }]
  } catch (error) {
    if (error instanceof ToolError && error.code === 'E_TARGET') return []
    throw error
  }
}

const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-25).join('\n')
