import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { manifestFile } from '../../../../generator/shared/manifest.js'
import { cachingCompiler } from '../../hostile.js'
import type { Exit } from '../../process.js'
import type { Expected, RowOfGroup } from '../../row.js'
import { smallArgs } from '../../run.js'
import type { World } from '../../world.js'
import { agreed, error } from '../shared.js'
import { hunt } from './shared.js'

/** What is done to an entry of the cache, of which this file counts. */
type Harm = { readonly what: string; readonly harm: (entry: string, file: string) => void }

const harms: readonly Harm[] = [
  { what: 'one byte of it is another', harm: (_, file) => changeByte(file) },
  { what: 'a file of it is gone', harm: (_, file) => rmSync(file) },
  { what: 'a file was added to it', harm: entry => writeFileSync(join(entry, 'added'), 'x') },
]

const listCut: Harm = {
  what: 'the list of its files is cut',
  harm: entry => writeFileSync(join(entry, manifestFile), '{"files":[["file","laws.json",'),
}

function changeByte(file: string): void {
  const content = readFileSync(file)
  const at = content.length >> 1
  content[at] = (content[at] ?? 0) ^ 1
  writeFileSync(file, content)
}

/** A kind of entries, a file that each has, and what needs one; whatever is not there at first is made by doing that once. */
type Kind = {
  readonly kind: string
  readonly file: string
  readonly args: (world: World) => readonly string[]
  readonly expected: Expected
  readonly isMade?: boolean
  readonly isSlow?: boolean
}

const kinds: readonly Kind[] = [
  { kind: 'catalog', file: 'laws.json', args: () => smallArgs(), expected: agreed },
  { kind: 'confine', file: 'confine', args: () => smallArgs(), expected: agreed },
  { kind: 'guest-tools', file: 'probe', args: () => smallArgs(), expected: agreed },
  { kind: 'suites', file: 'suite', args: () => smallArgs(), expected: agreed, isMade: true },
  {
    kind: 'executors',
    file: 'executor',
    args: () => hunt,
    expected: { exit: 0, verdict: 'agree' },
    isMade: true,
  },
  {
    kind: 'probes',
    file: 'channel.log',
    args: ({ warm }) => ['generate', '--kernel', warm.kernel, '--filter', 'handled-is-denied'],
    expected: { exit: 0 },
    isSlow: true,
  },
]

const entriesOf = (world: World, kind: string): readonly string[] => {
  const shelf = world.at(join(world.entries, kind))
  return readdirSync(shelf)
    .filter(name => !name.startsWith('.'))
    .map(name => join(shelf, name))
    .filter(entry => lstatSync(entry).isDirectory())
}

const damaged = ({ kind, file, args, expected, isMade, isSlow }: Kind, { what, harm }: Harm): RowOfGroup => ({
  fault: `an entry of the cache of the kind ${kind}: ${what}`,
  expected: { ...expected, says: /is damaged \(.*\) and is made again/ },
  quick: isSlow !== true,
  limit: 300,
  inject: async world => {
    const env = { CC: cachingCompiler(world) }
    if (isMade === true) await well(world, await world.run(args(world), { env }))
    for (const entry of entriesOf(world, kind)) harm(entry, join(entry, file))
    return world.run(args(world), { env })
  },
})

const well = async (world: World, { code, stderr }: Exit): Promise<void> => {
  if (code !== 0) world.problem(`what comes before the fault failed: ${stderr}`)
}

/** Caches that are not as we left them. */
export const caches: readonly RowOfGroup[] = [
  ...kinds.flatMap(kind => harms.map(harm => damaged(kind, harm))),
  ...kinds.slice(0, 1).map(kind => damaged(kind, listCut)),
  {
    fault: 'where entries of the cache should be there is a file',
    setting: { cold: ['catalog'] },
    expected: error('E_DISK'),
    quick: true,
    inject: async world => {
      await world.prepare(`: >${join(world.entries, 'catalog')}`)
      return world.run(smallArgs(), { env: { CC: cachingCompiler(world) } })
    },
  },
  {
    fault: 'an entry of the cache is a link to a folder that others may write to',
    expected: { ...agreed, says: /it is no folder/ },
    quick: true,
    inject: async world => {
      const shelf = join(world.entries, 'catalog')
      const others = join(world.folder, 'others')
      await world.prepare(`mv ${shelf} ${others}
mkdir ${shelf}
for entry in ${others}/*; do ln -s "$entry" ${shelf}; done`)
      return world.run(smallArgs(), { env: { CC: cachingCompiler(world) } })
    },
  },
]
