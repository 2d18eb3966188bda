import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { seen } from './compare.js'
import { smallRun } from './run.js'
import type { World } from './world.js'

const made = new Map<string, Promise<string>>()

/** Where the first row that needs it keeps the run folder of this kernel, for those to come. */
async function record(world: World, ref: string, keep: string): Promise<string> {
  const { verdict } = seen(await smallRun(world, ref))
  if (verdict !== 'agree') throw new Error(`no run could be recorded on ${ref}: ${verdict}`)
  const [run = ''] = readdirSync(world.at(join(world.out, 'runs')))
  cpSync(world.at(join(world.out, 'runs', run)), keep, { recursive: true })
  return keep
}

/** A whole run folder of the small law, to be damaged: a copy of one that is made once, by a real run in a guest, or natively. */
export async function recordedRun(world: World, ref = world.warm.kernel): Promise<string> {
  const keep = join(world.warm.records, ref.replaceAll('/', '-'))
  const run = made.get(ref) ?? record(world, ref, keep)
  made.set(ref, run)
  const folder = join(world.folder, 'run')
  cpSync(await run, world.at(folder), { recursive: true })
  return folder
}
