import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../../generator/shared/paths.js'
import { cachingCompiler } from './hostile.js'
import { smallLaw } from './run.js'
import type { Warm } from './warm.js'
import { lend, type World } from './world.js'

/** What the objects of a suite are made of. */
const sources = ['templates', 'generator/suite']

/**
 * Compiles what all suites share once for all rows: the compiler of a row may be kept from writing to where objects are kept. What is not
 * there is compiled again by the row itself, which only takes longer.
 */
export async function fillObjects(base: string, warm: Warm): Promise<void> {
  const mark = join(warm.objects, `whole-${sourcesHash()}`)
  if (existsSync(mark)) return
  const { world, end } = await lend(join(base, 'objects'), warm, {})
  try {
    await compileShared(world)
  } finally {
    await end()
  }
  writeFileSync(mark, '')
}

async function compileShared(world: World): Promise<void> {
  const { code, stderr } = await world.run(['generate', '--kernel', world.warm.kernel, '--filter', smallLaw])
  if (code !== 0) throw new Error(`no suite could be generated: ${stderr}`)
  const suites = join(world.out, 'suites')
  const [suite = ''] = readdirSync(world.at(suites))
  const make = ['make', '-C', join(suites, suite), `CC=${cachingCompiler(world)}`, 'suite']
  const built = await world.execute(make, { env: { CFLAGS: '', LDFLAGS: '' } }).ended
  if (built.code !== 0) throw new Error(`no suite could be compiled: ${built.stderr}`)
}

function sourcesHash(): string {
  const hash = createHash('sha256')
  for (const folder of sources.map(name => join(packageFolder, name)))
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)))
  return hash.digest('hex').slice(0, 16)
}
