import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { catalog } from '../generator/catalog.js'

const home = fileURLToPath(new URL('../', import.meta.url))

const walk = (folder: string): readonly string[] =>
  readdirSync(join(home, folder)).flatMap(name => {
    const path = join(folder, name)
    if (/^(node_modules|\.git|\.tap|out)$/.test(path)) return path === 'out' ? ['out/README.md'] : []
    return statSync(join(home, path)).isDirectory() ? walk(path) : [path]
  })

const files = walk('')
const read = (path: string): string => readFileSync(join(home, path), 'utf8')
const sources = files.filter(path => /^(generator|specs)\/.*\.[jt]s$/.test(path))

/** Everything that a file imports, as a package's name or a path from the top. */
const importsOf = (path: string): readonly string[] =>
  [...read(path).matchAll(/(?:\bfrom |\bimport\(|^import )'([^']+)'/gm)].map(([, name = '']) =>
    name.startsWith('.') ? normalize(join(dirname(path), name)).replace(/\.js$/, '.ts') : name,
  )

/** Files that every stage may use. */
const shared = [
  'error',
  'suite',
  'exec',
  'lines',
  'cache',
  'codec',
  'laws',
  'known',
  'words',
  'names',
  'select',
  'progress',
  'templates',
]

/** A file's part of the house: `specs`, `main`, `commands`, `pipeline`, `shared`, or the stage that it belongs to. */
function part(path: string): string {
  if (path.startsWith('specs/')) return 'specs'
  const name = path.split('/')[1]?.replace(/\.[jt]s$/, '') ?? ''
  if (name === 'landlockstep') return 'main'
  return shared.includes(name) ? 'shared' : name
}

function mayImport(from: string, to: string): boolean {
  if (from === to || to === 'specs') return true
  switch (from) {
    case 'specs':
      return false
    case 'main':
      return true
    case 'commands':
      return to !== 'main'
    case 'pipeline':
      return to !== 'main' && to !== 'commands'
    case 'shared':
      return false
    default:
      return to === 'shared'
  }
}

t.test(
  'imports go one way: specs, stages, pipeline, commands, main; stages do not import each other',
  async t => {
    const wrong = sources.flatMap(path =>
      importsOf(path)
        .filter(name => name.includes('/') && /^(generator|specs)\//.test(name))
        .filter(name => !mayImport(part(path), part(name)))
        .map(name => `${path} imports ${name}`),
    )
    t.strictSame(wrong, [])
    t.ok(sources.length > 50)
  },
)

t.test('specs are pure: nothing but themselves and fast-check, and nothing of the machine', async t => {
  const wrong = sources
    .filter(path => path.startsWith('specs/'))
    .flatMap(path => {
      const foreign = importsOf(path).filter(name => !name.startsWith('specs/') && name !== 'fast-check')
      const globals =
        read(path).match(/\bprocess\.(env|argv|exit|cwd|std\w+)\b|\b(globalThis|Math\.random|Date)\b[.(]/g) ??
        []
      return [...foreign, ...globals].map(name => `${path} uses ${name}`)
    })
  t.strictSame(wrong, [])
})

t.test('a library that is for one thing is used in one place', async t => {
  const places: Readonly<Record<string, RegExp>> = {
    execa: /^generator\/exec\.ts$/,
    'node:child_process': /^$/,
    handlebars: /^generator\/render\.ts$/,
    'ts-morph': /^generator\/(uapi\.ts|regression\.ts|catalog\/|mutate\/)/,
    commander: /^generator\/(main|commands\/options)\.ts$/,
    ora: /^generator\/progress\.ts$/,
  }
  const wrong = sources.flatMap(path =>
    importsOf(path)
      .filter(name => places[name] !== undefined && !places[name].test(path))
      .map(name => `${path} imports ${name}`),
  )
  t.strictSame(wrong, [])
})

t.test('at the top stands what is given, and nothing else', async t => {
  const usual = ['LICENSE', 'README.md', 'biome.json', 'node_modules', 'package-lock.json']
  const given = ['generator', 'out', 'package.json', 'specs', 'templates', 'test', 'tsconfig.json']
  const there = readdirSync(home).filter(name => !name.startsWith('.') && !usual.includes(name))
  t.strictSame(there.sort(), given)
})

t.test('every law file is in the catalogue', async t => {
  const laws = files.filter(path =>
    /^specs\/(cases|laws|designs\/[\w-]+\/laws|scenarios)\/.*\.ts$/.test(path),
  )
  const places = (await catalog()).map(({ place }) => place.replace(/:\d+$/, ''))
  t.strictSame(places.toSorted(), [...laws].sort())
})

t.test('no file names a path of the machine that it was written on', async t => {
  const machine = new RegExp(`(^|[^\\w.])/(${['work', 'root', 'home'].join('|')})/`)
  const wrong = files.filter(path => path !== 'package-lock.json' && machine.test(read(path)))
  t.strictSame(wrong, [])
})

t.test('files stay short enough to be read in one go', async t => {
  const tables = ['specs/model/clauses.ts']
  const long = sources.filter(path => !tables.includes(path) && read(path).split('\n').length > 300)
  t.strictSame(long, [])
})
