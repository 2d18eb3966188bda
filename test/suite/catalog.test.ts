import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { seal } from '../../generator/shared/manifest.js'
import { hearNotes } from '../../generator/shared/notes.js'
import { readLaws } from '../../generator/suite/catalog/read-laws.js'
import { catalog } from '../../generator/suite/catalog.js'
import { loadLaws } from '../../generator/suite/laws.js'
import { emptyFolder } from '../empty-folder.js'

const law = (name: string, doc = '/** Denied stays\n * denied.  */\n') =>
  `import type { Spec } from '../spec.js'\n\nconst local = 1\n\n${doc}export const it: Spec = {\n  name: '${name}',\n  holds: () => local === 1,\n}\n`

const read = (content: string) => readLaws([{ path: 'specs/laws/denial-is-final.ts', content }])

t.test('a law is its name, its doc comment on one line, and the line of its export', async t => {
  t.strictSame(read(law('denial-is-final')), [
    { name: 'denial-is-final', claim: 'Denied stays denied.', place: 'specs/laws/denial-is-final.ts:7' },
  ])
})

t.test('a law file that breaks the rules is an error that says where and what to do', async t => {
  const bad = (content: string, message: RegExp) => t.throws(() => read(content), { code: 'E_LAW', message })
  bad(law('denial-is-final', ''), /^specs\/laws\/denial-is-final\.ts:5: .*doc comment/)
  bad(
    law('denial-is-finer'),
    /^specs\/laws\/denial-is-final\.ts:7: .*denial-is-finer.*call it denial-is-final/,
  )
  bad(law('denial-is-final') + law('another').replace('it:', 'other:'), /not the only one of its file/)
  bad(law('x').replace('export ', ''), /no exported const of type Spec/)
  bad(law('x').replace(/name: .*/, ''), /has no name/)
})

t.test('the catalogue is made once for the same files, and anew when one changes', async t => {
  const folder = emptyFolder()
  const cache = emptyFolder()
  const before = process.env.XDG_CACHE_HOME
  process.env.XDG_CACHE_HOME = cache
  t.teardown(() => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME
    else process.env.XDG_CACHE_HOME = before
  })
  mkdirSync(join(folder, 'laws'))
  writeFileSync(join(folder, 'laws/a-law.ts'), law('a-law'))
  const first = await catalog(folder)
  t.strictSame(await catalog(folder), first)
  t.equal(readdirSync(join(cacheFolder(), 'catalog')).length, 1)
  writeFileSync(join(folder, 'laws/a-law.ts'), law('a-law', '/** Another claim. */\n'))
  t.strictSame(await catalog(folder), [
    { name: 'a-law', claim: 'Another claim.', place: 'specs/laws/a-law.ts:6' },
  ])
})

t.test('a catalogue with fewer laws than files is made again, whatever vouches for it', async t => {
  const folder = t.testdir({
    specs: { laws: { 'a-law.ts': law('a-law'), 'b-law.ts': law('b-law') } },
    cache: {},
  })
  const before = process.env.XDG_CACHE_HOME
  process.env.XDG_CACHE_HOME = join(folder, 'cache')
  const said: string[] = []
  const hear = hearNotes(text => said.push(text))
  t.teardown(() => {
    hearNotes(hear)
    if (before === undefined) delete process.env.XDG_CACHE_HOME
    else process.env.XDG_CACHE_HOME = before
  })
  const whole = await catalog(join(folder, 'specs'))
  const shelf = join(cacheFolder(), 'catalog')
  const entry = join(shelf, readdirSync(shelf)[0] ?? '')
  const short = JSON.stringify(whole.slice(0, 1))
  for (const [text, why] of [
    [short, /laws\.json is not what it was/],
    [short, /1 laws for 2 files/],
    [JSON.stringify(whole.toReversed()), /2 laws for 2 files, or others/],
    ['[', /JSON/],
  ] as const) {
    writeFileSync(join(entry, 'laws.json'), text)
    if (said.length > 0) await seal(entry)
    t.strictSame(await catalog(join(folder, 'specs')), whole)
    t.match(said.at(-1), why)
  }
  t.equal(said.length, 4)
})

t.test('each law of the package is in the catalogue, and loads under the name that it has there', async t => {
  const laws = await catalog()
  t.ok(laws.length > 0)
  t.strictSame(
    (await loadLaws()).map(({ name }) => name),
    laws.map(({ name }) => name),
  )
})
