import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { catalog } from '../generator/suite/catalog.js'

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

/**
 * The folders of the generator, each of which may import those before it: a kernel, a suite for it, the guest that runs it, the verdict,
 * what is said of that, and what is composed of them.
 */
const folders = [
  'shared',
  'kernel',
  'suite',
  'guest',
  'judge',
  'coverage',
  'report',
  'run',
  'compare',
  'series',
  'fuzz',
  'mutate',
  'export',
  'bench',
  'fleet',
  'overlay',
  'cli',
] as const

const folderOf = (path: string): string => (path.startsWith('specs/') ? 'specs' : (path.split('/')[1] ?? ''))

t.test('each file of the generator is in a folder, and each folder has its place in the order', async t => {
  t.strictSame(readdirSync(join(home, 'generator')).sort(), [...folders].sort())
})

t.test('imports go one way: from a folder to those before it', async t => {
  const order: readonly string[] = ['specs', ...folders]
  const wrong = sources.flatMap(path =>
    importsOf(path)
      .filter(name => /^(generator|specs)\//.test(name))
      .filter(name => order.indexOf(folderOf(name)) > order.indexOf(folderOf(path)))
      .map(name => `${path} imports ${name}`),
  )
  t.strictSame(wrong, [])
  t.ok(sources.length > 50)
})

t.test('no two files need each other, not even for a type', async t => {
  const needed = new Map(sources.map(path => [path, importsOf(path)]))
  const reached = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>()
    const walk = (path: string): void => {
      for (const next of needed.get(path) ?? []) {
        if (seen.has(next)) continue
        seen.add(next)
        walk(next)
      }
    }
    walk(from)
    return seen
  }
  const inCircles = sources.filter(path => reached(path).has(path))
  t.strictSame(inCircles, [])
})

t.test('what is exported is used elsewhere', async t => {
  const code = files.filter(path => /^(generator|specs|test)\/.*\.[jt]s$/.test(path))
  const words = new Map(code.map(path => [path, new Set(read(path).match(/\w+/g))]))
  // Laws are loaded by their file, and tables of landlock.h are whole.
  const isLoaded = (path: string) =>
    /^specs\/(uapi|laws|scenarios|designs\/[\w-]+\/(laws|mistakes))\//.test(path)
  const wrong = sources
    .filter(path => !isLoaded(path))
    .flatMap(path =>
      [...read(path).matchAll(/^export (?:async )?(?:const|function\*?|type|class) (\w+)/gm)]
        .map(([, name = '']) => name)
        .filter(name => !code.some(other => other !== path && words.get(other)?.has(name) === true))
        .map(name => `${path} exports ${name}`),
    )
  t.strictSame(wrong, [])
})

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
    execa: /^generator\/shared\/(exec|lock)\.ts$/,
    'node:child_process': /^$/,
    handlebars: /^generator\/(suite\/render|report\/formats\/html-page)\.ts$/,
    'ts-morph': /^generator\/(kernel\/uapi\.ts|suite\/catalog\/|mutate\/|overlay\/)/,
    commander: /^generator\/cli\/(program|options)\.ts$/,
    '@xmldom/xmldom': /^generator\/report\/formats\/junit-xml\.ts$/,
    esbuild: /^generator\/cli\/compiled\.js$/,
    tsx: /^$/,
    'tsx/esm/api': /^generator\/cli\/landlockstep\.js$/,
    bullmq: /^generator\/fleet\/(queue|worker|take-job)\.ts$/,
    ora: /^generator\/shared\/progress\.ts$/,
  }
  const wrong = sources.flatMap(path =>
    importsOf(path)
      .filter(name => places[name] !== undefined && !places[name].test(path))
      .map(name => `${path} imports ${name}`),
  )
  t.strictSame(wrong, [])
})

t.test('no shell reads what we put together: no process of ours starts one, nor what it starts', async t => {
  const shells = /'(?:ba|da|z)?sh'|\bshell: (?:true|')|['`]exec:|\b(?:system|popen)\(|\bexec\w+\("\/bin\/sh/
  // What shells read to complete us has their names, and starts nothing.
  const completion = 'generator/cli/completion.ts'
  t.strictSame(importsOf(completion), ['generator/cli/listed.ts'])
  const own = files.filter(path => /^(generator|templates)\//.test(path) && path !== completion)
  const wrong = own.filter(path => shells.test(read(path)))
  t.strictSame(wrong, [])
})

t.test('an ABI is a fact of a table, never a number in a condition', async t => {
  const wrong = sources.filter(path => /\babi *(?:[<>]=?|[=!]==) *\d/.test(read(path)))
  t.strictSame(wrong, [])
})

t.test('at the top stands what is given, and nothing else', async t => {
  const usual = ['CONTRIBUTING.md', 'LICENSE', 'README.md', 'biome.json', 'node_modules', 'package-lock.json']
  const given = ['generator', 'out', 'package.json', 'specs', 'templates', 'test', 'tsconfig.json']
  const there = readdirSync(home).filter(name => !name.startsWith('.') && !usual.includes(name))
  t.strictSame(there.sort(), given)
})

t.test('every law file is in the catalogue', async t => {
  const laws = files.filter(path =>
    /^specs\/(cases\/.*\.json|(laws|designs\/[\w-]+\/laws|scenarios)\/.*\.ts)$/.test(path),
  )
  const places = (await catalog()).map(({ place }) => place.replace(/:\d+$/, ''))
  t.strictSame(places.toSorted(), [...laws].sort())
})

t.test('no file names a path of the machine that it was written on', async t => {
  const machine = new RegExp(`(^|[^\\w.])/(${['work', 'root', 'home'].join('|')})/`)
  const wrong = files.filter(path => path !== 'package-lock.json' && machine.test(read(path)))
  t.strictSame(wrong, [])
})

t.test('each page that a command writes a table into is there', async t => {
  const pages = files
    .filter(path => path.startsWith('generator/cli/'))
    .flatMap(path =>
      [...read(path).matchAll(/'((?:generator|specs)\/[\w/-]+\.md)'/g)].map(([, page = '']) => page),
    )
  t.ok(pages.length > 5)
  t.strictSame(
    pages.filter(page => !files.includes(page)),
    [],
  )
})

t.test('files stay short enough to be read in one go', async t => {
  const tables = ['specs/model/clauses.ts', 'specs/model/silences.ts']
  const long = sources.filter(path => !tables.includes(path) && read(path).split('\n').length > 300)
  t.strictSame(long, [])
})
