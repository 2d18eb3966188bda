import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { Node, Project, type SourceFile } from 'ts-morph'

const home = fileURLToPath(new URL('../', import.meta.url))

function sources(): readonly SourceFile[] {
  const project = new Project({ compilerOptions: { allowJs: true } })
  for (const folder of ['generator', 'specs'])
    for (const path of readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' }))
      if (/\.[jt]s$/.test(path)) project.addSourceFileAtPath(join(home, folder, path))
  return project.getSourceFiles()
}

const files = sources()

const placeOf = (node: Node): string =>
  `${relative(home, node.getSourceFile().getFilePath())}:${node.getStartLineNumber()}`

/** What comes in order is told apart by its place alone, and nobody knows the fifth place of a call. */
const mostParameters = 4

const longOnes = (file: SourceFile): readonly string[] =>
  file
    .getDescendants()
    .filter(node => Node.isParametered(node) && node.getParameters().length > mostParameters)
    .map(placeOf)

t.test('no function has more parameters in a row than anybody keeps apart', async t => {
  t.ok(files.length > 500)
  t.strictSame(files.flatMap(longOnes), [])
  const five = new Project({ useInMemoryFileSystem: true }).createSourceFile(
    'five.ts',
    'const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => a\ntype F = (a: 1, b: 1, c: 1, d: 1, e: 1) => 1\nclass C { m(a, b, c, d) {} }',
  )
  t.equal(longOnes(five).length, 2)
})

/** Where a type is asserted, and how often: what no type, schema or guard can say, each with its reason beside it. */
const asserted: Readonly<Record<string, number>> = {
  'generator/suite/codec/program-schema.ts': 1,
  'specs/model/step.ts': 1,
  'specs/names-of.ts': 1,
  'specs/ops/all.ts': 1,
  'specs/ops/op.ts': 2,
  'specs/program.ts': 1,
}

const isAsserted = (node: Node): boolean =>
  Node.isNonNullExpression(node) ||
  Node.isTypeAssertion(node) ||
  (Node.isAsExpression(node) && node.getTypeNode()?.getText() !== 'const')

t.test('a type is asserted only where none can be told', async t => {
  const counts = new Map<string, number>()
  for (const file of files)
    for (const node of file.getDescendants().filter(isAsserted)) {
      const place = placeOf(node).replace(/:\d+$/, '')
      counts.set(place, (counts.get(place) ?? 0) + 1)
      const above = file.getFullText().split('\n')[node.getStartLineNumber() - 2] ?? ''
      t.match(above, /^ *\/\/ /, `${placeOf(node)} says why`)
    }
  t.strictSame(Object.fromEntries([...counts].toSorted()), asserted)
})

t.test('JSON that comes from outside is read by a schema or a guard', async t => {
  const parsed = files.flatMap(file =>
    file
      .getDescendants()
      .filter(node => Node.isCallExpression(node) && node.getExpression().getText() === 'JSON.parse')
      .map(node => placeOf(node).replace(/:\d+$/, '')),
  )
  t.strictSame(parsed.toSorted(), [
    'generator/report/formats/html/page.js',
    'generator/shared/json.ts',
    'generator/shared/json/fault.ts',
    'generator/shared/overlay.ts',
    'generator/shared/package-json.ts',
  ])
})

/** What says nothing to somebody who knows kernels, tests or fuzzers; the last are keys of a published record. */
const vague =
  /^(told|toldBy|inWords|noticed|notice|sides|places|ways|marked|prey|errands?|lessen|dear|recently|seeing|believing|answering)$/
const published = [
  'generator/report/contrast.ts',
  'generator/report/contrast-page.ts',
  'generator/report/routes.ts',
]

t.test('what is declared is called by a word of the field', async t => {
  const found = files.flatMap(file =>
    file
      .getDescendants()
      .filter(
        node =>
          Node.isFunctionDeclaration(node) ||
          Node.isVariableDeclaration(node) ||
          Node.isParameterDeclaration(node) ||
          Node.isBindingElement(node) ||
          Node.isTypeAliasDeclaration(node) ||
          Node.isPropertySignature(node),
      )
      .filter(node => vague.test(node.getName() ?? ''))
      .map(node => `${placeOf(node)} ${node.getName()}`),
  )
  t.strictSame(
    found.filter(place => !published.some(path => place.startsWith(path))),
    [],
  )
  t.strictSame(
    files.map(file => file.getBaseName()).filter(name => name === 'words.ts'),
    [],
  )
})

/** The places of each type of a file, by its name. */
const typesIn = (file: SourceFile): readonly (readonly [string, string])[] =>
  [...file.getTypeAliases(), ...file.getInterfaces()].map(node => [node.getName(), placeOf(node)])

t.test('no two types have one name', async t => {
  const places = new Map<string, string[]>()
  for (const [name, place] of files.flatMap(typesIn)) places.set(name, [...(places.get(name) ?? []), place])
  t.ok(places.size > 300)
  t.strictSame(
    [...places].filter(([, all]) => all.length > 1),
    [],
  )
})
