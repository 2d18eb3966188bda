import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import t from 'tap'
import { layOver } from '../../generator/overlay/lay.js'
import { stampOf } from '../../generator/overlay/stamp.js'
import { writeFirst } from '../../generator/overlay/write-first.js'
import { type Overlay, overlayFile, specsVariable } from '../../generator/shared/overlay.js'
import { emptyFolder } from '../empty-folder.js'
import { targets } from '../targets.js'

const quiet = (): void => {}
const home = fileURLToPath(new URL('../../', import.meta.url))
const series = join(home, 'test/data/series')
const newest = targets.at(-1)
if (newest === undefined) throw new Error('no target')
const ahead = { ...newest, abi: 12 }

t.before(() => {
  process.env.XDG_CACHE_HOME = t.testdir()
})

/** The code of our specs with those of a folder, and what is known of it. */
async function laid(folder: string) {
  process.env[specsVariable] = folder
  const code = join(dirname(await layOver(folder, quiet)), '../..')
  const load = <T>(path: string): Promise<T> => import(pathToFileURL(join(code, path)).href)
  const about = JSON.parse(readFileSync(join(code, '..', overlayFile), 'utf8')) as Overlay
  return { load, about }
}

/** Of a patch, the lines that a file has after it. */
const added = (patch: string): string =>
  patch
    .split('\n')
    .filter(line => /^[+ ]/.test(line))
    .map(line => line.slice(1))
    .join('\n')

t.test('a series brings its right along: it is not ahead any more, and laws judge it', async t => {
  const { load, about } = await laid(join(series, 'specs'))
  t.strictSame([about.replaced, about.notes], [[], []])
  const patch = added(
    readFileSync(join(series, '0002-landlock-Add-a-right-to-listen-on-a-TCP-port.patch'), 'utf8'),
  )
  const { aheadIn } = await load<typeof import('../../generator/kernel/tree/ahead.js')>(
    'generator/kernel/tree/ahead.ts',
  )
  const ours = await import('../../generator/kernel/tree/ahead.js')
  t.strictSame(ours.aheadIn(patch, patch).names, ['ABI 12', 'LANDLOCK_ACCESS_NET_LISTEN_TCP'])
  t.strictSame(aheadIn(patch, patch).names, [])

  const { tryLaws } = await load<typeof import('../../generator/judge/check-laws.js')>(
    'generator/judge/check-laws.ts',
  )
  const check = await tryLaws(ahead, 1)
  t.strictSame(check.wrong, [], 'every law holds on the model, ours as well, and fails on its wrong one')
  const own = await tryLaws(ahead, 1, 'listening-')
  t.ok(own.programs >= 8)
  t.equal(
    (await tryLaws(newest, 1, 'listening-needs')).laws,
    0,
    'of a kernel without the right they say nothing',
  )

  const { specsNotes, specPlace } =
    await load<typeof import('../../generator/shared/paths.js')>('generator/shared/paths.ts')
  t.match(specsNotes(), [
    /^judged by the specs of .*test\/data\/series\/specs \(\w{12}\) over ours: 4 files$/,
  ])
  t.match(specPlace('rights/listen_tcp.ts'), /test\/data\/series\/specs\/rights\/listen_tcp\.ts$/)
  t.equal(specPlace('rights.ts'), 'specs/rights.ts')

  const { designsHeader } = await load<typeof import('../../generator/suite/render/designs-header.js')>(
    'generator/suite/render/designs-header.ts',
  )
  t.match(designsHeader(ahead).content, '#define LANDLOCK_ACCESS_NET_LISTEN_TCP (1ULL << 4)')
})

t.test(
  'first files compile, and give no verdict until they are written; a copy tells when ours changed',
  async t => {
    const folder = emptyFolder()
    await writeFirst('law', 'ports-stay-closed', folder)
    await writeFirst('right', 'listen_tcp', folder)
    await writeFirst('design', 'socket-watch', folder)
    await writeFirst('copy', 'laws/denial-is-final.ts', folder)
    await writeFirst('copy', 'laws/children-inherit.ts', folder)
    await t.rejects(writeFirst('law', 'ports-stay-closed', folder), { code: 'E_EXISTS' })
    await t.rejects(writeFirst('law', 'denial-is-final', folder), {
      code: 'E_USAGE',
      message: /new copy laws\//,
    })
    const copied = join(folder, 'laws/children-inherit.ts')
    const now = stampOf(
      'laws/children-inherit.ts',
      readFileSync(join(home, 'specs/laws/children-inherit.ts'), 'utf8'),
    )
    const text = readFileSync(copied, 'utf8')
    t.ok(text.startsWith(`${now}\n`))
    writeFileSync(copied, text.replace(/as of \w{12}/, 'as of 0123456789ab'))

    const { load, about } = await laid(folder)
    t.strictSame(about.replaced, ['laws/children-inherit.ts', 'laws/denial-is-final.ts'])
    t.match(about.notes, [/^laws\/children-inherit\.ts takes the place of ours, which has changed since/])
    t.equal(about.notes.length, 1)
    const { loadLaws } = await load<typeof import('../../generator/suite/laws.js')>('generator/suite/laws.ts')
    await t.rejects(loadLaws(), {
      code: 'E_LAW',
      message: /-needs-the-right\.ts is not written yet|ports-stay-closed\.ts is not written yet/,
    })

    const { readTarget } =
      await load<typeof import('../../generator/guest/ktap.js')>('generator/guest/ktap.ts')
    const report = readFileSync(join(home, 'test/data/targets/abi-11.txt'), 'utf8')
    const withRight = report.replace(/^# target end/m, '# target right 5\n# target end')
    t.strictSame(readTarget(report).designs, [])
    t.strictSame(
      readTarget(withRight).designs,
      ['socket-watch'],
      'a kernel has a design if it has its rights',
    )
  },
)
