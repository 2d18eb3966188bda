import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compiledFolder } from '../../places.js'
import type { Expected, RowOfGroup } from '../../row.js'
import { runFrom, smallArgs } from '../../run.js'
import type { World } from '../../world.js'
import { agreed, error } from '../shared.js'

const from = (fault: string, expected: Expected, script: string): RowOfGroup => ({
  fault,
  expected,
  quick: true,
  inject: world => runFrom(world, script),
})

const locale = (fault: string, env: Readonly<Record<string, string>>): RowOfGroup => ({
  fault,
  expected: agreed,
  quick: true,
  inject: world => runFrom(world, 'exec "$@"', { env }),
})

/** A name that no careless script survives. */
const oddName = 'it\'s a "new\n$(touch spoilt)" %s & `more` ; é'

/** An empty folder with an odd name. */
function oddFolder(world: World): string {
  const folder = join(world.folder, oddName)
  mkdirSync(world.at(folder), { recursive: true })
  return folder
}

/** A run to which a folder with an odd name is this. */
const odd = (what: string, variable?: string): RowOfGroup => ({
  fault: `blanks, quotes, line breaks and orders for a shell in the path of ${what}`,
  expected: { ...agreed, besides: 'nothing is left there that should not be' },
  quick: true,
  limit: 300,
  inject: async world => {
    const folder = oddFolder(world)
    if (variable === 'TMPDIR')
      await world.prepare(`cp -P "$TMPDIR/${compiledFolder}" '${folder.replaceAll("'", "'\\''")}'`)
    const exit = await runFrom(
      world,
      'exec "$@"',
      variable === undefined ? { cwd: folder } : { env: { [variable]: folder } },
      smallArgs(),
    )
    const left = readdirSync(world.at(folder)).filter(
      name => name !== compiledFolder && name !== 'landlockstep',
    )
    if (left.length > 0) world.problem(`left ${left.join(', ')}`)
    return exit
  },
})

/** Limits, settings and names that are not as usual. */
export const environments: readonly RowOfGroup[] = [
  from(
    'there is no memory for Node: 400 MB of addresses',
    { exit: 2, says: /Node failed .* no verdict/ },
    'ulimit -v 400000; exec "$@"',
  ),
  from('there are 20 descriptors', error('E_LIMIT', /ulimit -n/), 'ulimit -n 20; exec "$@"'),
  from('there are 255 descriptors', error('E_LIMIT', /ulimit -n/), 'ulimit -n 255; exec "$@"'),
  from('there are 256 descriptors', agreed, 'ulimit -n 256; exec "$@"'),
  from(
    'files may have no more than 100 KiB',
    error('E_COMPILE', /File size limit exceeded/),
    'ulimit -f 200; exec "$@"',
  ),
  locale('a Turkish locale, whose i has another capital', { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }),
  locale('a locale that does not exist', { LANG: 'xx_YY', LC_ALL: 'xx_YY' }),
  locale('a time zone that does not exist', { TZ: 'Nowhere/At_All' }),
  from('umask is 077', agreed, 'umask 077; exec "$@"'),
  from('umask is 0777', error('E_COMPILE', /it is not executable/), 'umask 0777; exec "$@"'),
  odd('HOME', 'HOME'),
  odd('TMPDIR', 'TMPDIR'),
  odd('XDG_CACHE_HOME', 'XDG_CACHE_HOME'),
  odd('the folder that we are started in'),
]
