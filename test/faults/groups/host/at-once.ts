import { seen } from '../../compare.js'
import { cachingCompiler } from '../../hostile.js'
import type { Exit } from '../../process.js'
import type { RowOfGroup } from '../../row.js'
import { smallArgs } from '../../run.js'
import type { World } from '../../world.js'
import { agreed } from '../shared.js'

/** Starts so many runs in one folder and one cache, each so long after the one before; gives how the last one ended. */
async function together(world: World, count: number, apartMs: number): Promise<Exit> {
  const env = { CC: cachingCompiler(world) }
  const started = Array.from({ length: count }, async (_, index) => {
    await new Promise(resolve => setTimeout(resolve, index * apartMs))
    return world.run(smallArgs(), { env })
  })
  const exits = await Promise.all(started)
  for (const [index, exit] of exits.entries()) {
    const { verdict, code } = seen(exit)
    if (verdict !== 'agree') world.problem(`run ${index + 1} gave ${verdict ?? code ?? exit.code}`)
  }
  const [last] = exits.slice(-1)
  if (last === undefined) throw new Error('nothing ran')
  return last
}

const runs = (count: number, apartMs: number, cold: boolean): RowOfGroup => ({
  fault: `${count} runs at once, ${apartMs === 0 ? '' : `${apartMs} ms apart, `}in one folder and ${cold ? 'with a cache in which nothing is yet' : 'with one cache'}`,
  ...(cold ? { setting: { cold: ['*'] } } : {}),
  expected: { ...agreed, besides: 'each of them agrees' },
  quick: count === 2 && !cold,
  limit: 400,
  inject: world => together(world, count, apartMs),
})

/** Runs that know nothing of each other. */
export const atOnce: readonly RowOfGroup[] = [
  runs(2, 0, false),
  runs(2, 700, false),
  runs(4, 0, false),
  runs(4, 900, false),
  runs(4, 300, true),
]
