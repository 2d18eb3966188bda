import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../../../../generator/shared/paths.js'
import type { Exit } from '../../process.js'
import type { Expected, RowOfGroup } from '../../row.js'
import { runFrom } from '../../run.js'
import type { World } from '../../world.js'
import { error } from '../shared.js'

/** A run after a file was put among the specs; what is wrong with it must be told before a kernel is asked for anything. */
async function runWith(world: World, path: string, content: string): Promise<Exit> {
  const file = world.at(join(packageFolder, 'specs', path))
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, content)
  const exit = await runFrom(world, 'exec "$@"')
  if (/^(asking|compiling)/m.test(exit.stderr)) world.problem('it ran before it told')
  return exit
}

const spec = (fault: string, path: string, content: string, expected: Expected): RowOfGroup => ({
  fault,
  setting: { own: [path.replace(/\/[^/]*$/, '').replace(/^/, 'specs/')] },
  expected: { ...expected, besides: 'before anything runs' },
  quick: true,
  inject: world => runWith(world, path, content),
})

const known = (fault: string, entry: string | object, says: RegExp): RowOfGroup =>
  spec(
    `an entry of what is known ${fault}`,
    'known/bad.json',
    typeof entry === 'string' ? entry : JSON.stringify(entry),
    error('E_KNOWN', says),
  )

const good = { law: 'denial-is-final', why: 'it is so', cite: 'a list', expires: '2999-01-01' }

/** Specs that are none. */
export const specs: readonly RowOfGroup[] = [
  known('is no JSON', '{', /specs\/known\/bad\.json is not JSON/),
  known('names a law that does not exist', { ...good, law: 'no-such-law' }, /no law has this name/),
  known('matches everything', { ...good, law: undefined }, /neither a law nor a clause/),
  known('has expired', { ...good, expires: '2020-01-01' }, /expired on 2020-01-01/),
  known('is nested 100000 deep', '['.repeat(100_000), /nested more than/),
  spec(
    'a law that throws when it is loaded',
    'laws/aaa.ts',
    "throw new Error('no law')\n",
    error('E_LAW', /specs\/laws\/aaa\.ts/),
  ),
  spec(
    'a law that is no TypeScript',
    'laws/aaa.ts',
    'export const aaa: Spec = {\n',
    error('E_LAW', /specs\/laws\/aaa\.ts/),
  ),
  spec(
    'a law that exports nothing',
    'laws/aaa.ts',
    '/** Nothing. */\nexport {}\n',
    error('E_LAW', /specs\/laws\/aaa\.ts/),
  ),
]
