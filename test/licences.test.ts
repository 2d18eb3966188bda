import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { withTable } from '../generator/report/generated-page.js'
import {
  installed,
  type Locked,
  licenceOf,
  licenceTable,
  lock,
  nameOf,
  page,
  saidElsewhere,
} from './licences.js'

const home = fileURLToPath(new URL('../', import.meta.url))

/** What a package says of itself where it is installed; those for other platforms are not. */
function manifestOf(place: string): { readonly license?: string; readonly version?: string } | undefined {
  const path = `${home}${place}/package.json`
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** What may be used in a program under MIT without more than naming it. */
const permissive = [
  'MIT',
  'ISC',
  'BlueOak-1.0.0',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'CC0-1.0',
]

/** Lists of names that a tool of development reads, and what checks pages as it is, of which nothing goes into the package. */
const forDevelopment = ['CC-BY-3.0', 'MPL-2.0']

/** A choice of licences is as good as its best. */
const isOneOf = (licence: string, allowed: readonly string[]): boolean =>
  licence
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some(one => allowed.includes(one))

t.test(
  'every dependency has a licence that its user may have, and says the same where it is installed',
  async t => {
    const wrong = installed.filter(
      ([place, one]) =>
        !isOneOf(licenceOf(place, one), one.dev === true ? [...permissive, ...forDevelopment] : permissive),
    )
    t.strictSame(wrong, [])
    const other = installed.flatMap(([place, { license, version }]) => {
      const manifest = manifestOf(place)
      return manifest === undefined || (manifest.license === license && manifest.version === version)
        ? []
        : [place]
    })
    t.strictSame(other, [])
    t.ok(installed.filter(([place]) => manifestOf(place) !== undefined).length > 100)
  },
)

t.test('what a package says only in a file is there', async t => {
  t.strictSame(
    installed.filter(([, { license }]) => license === undefined).map(([place]) => nameOf(place)),
    Object.keys(saidElsewhere),
  )
  for (const [name, licence] of Object.entries(saidElsewhere))
    t.match(readFileSync(`${home}node_modules/${name}/license`, 'utf8'), `The ${licence} License`)
})

t.test('the page is that of the lock file', async t => {
  const text = readFileSync(page, 'utf8')
  t.equal(text, withTable(text, licenceTable))
})

/** Where a dependency of a package is found: beside it, or beside one of those that it is in. */
function placeOf(from: string, name: string): string | undefined {
  const above = from
    .split('/node_modules/')
    .map((_, depth, parts) => parts.slice(0, depth + 1).join('/node_modules/'))
  const candidates = [...above.map(place => `${place}/node_modules/${name}`), `node_modules/${name}`]
  return candidates.toReversed().find(place => lock.packages[place] !== undefined)
}

const needs = ({
  dependencies,
  devDependencies,
  peerDependencies,
  peerDependenciesMeta,
}: Locked): readonly string[] =>
  Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }).filter(
    name => peerDependenciesMeta?.[name]?.optional !== true,
  )

t.test('the lock file is whole: each package, with its hash, and by whatever registry it comes', async t => {
  t.equal(lock.lockfileVersion, 3)
  const bare = installed.filter(
    ([, { integrity, version }]) => !/^sha512-.{86}==$/.test(integrity ?? '') || !version,
  )
  t.strictSame(bare, [])
  const lost = Object.entries(lock.packages).flatMap(([place, one]) =>
    needs(one)
      .filter(name => placeOf(place, name) === undefined)
      .map(name => `${place} needs ${name}`),
  )
  t.strictSame(lost, [])
  t.strictSame(
    installed.filter(([, { resolved }]) => resolved !== undefined),
    [],
  )
})

t.test('the lock file is that of package.json, which names one version of each', async t => {
  const { name, version, license, bin, engines, dependencies, devDependencies } = JSON.parse(
    readFileSync(`${home}package.json`, 'utf8'),
  )
  t.strictSame(lock.packages[''], { name, version, license, dependencies, bin, devDependencies, engines })
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
    t.equal(lock.packages[`node_modules/${name}`]?.version, version, name)
})

t.test('two packages run a script when they are installed, of which one can be left out', async t => {
  const scripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true)
  t.strictSame(
    scripts.map(([place]) => place),
    ['node_modules/esbuild', 'node_modules/msgpackr-extract'],
  )
  t.equal(lock.packages['node_modules/msgpackr-extract']?.optional, true)
})
