import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { Node, Project, type SourceFile } from 'ts-morph'

const home = fileURLToPath(new URL('../', import.meta.url))

const sources = (): readonly SourceFile[] => {
  const project = new Project({ compilerOptions: { allowJs: true } })
  for (const folder of ['generator', 'specs'])
    for (const path of readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' }))
      if (/\.[jt]s$/.test(path)) project.addSourceFileAtPath(join(home, folder, path))
  return project.getSourceFiles()
}

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
  const files = sources()
  t.ok(files.length > 500)
  t.strictSame(files.flatMap(longOnes), [])
  const five = new Project({ useInMemoryFileSystem: true }).createSourceFile(
    'five.ts',
    'const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => a\ntype F = (a: 1, b: 1, c: 1, d: 1, e: 1) => 1\nclass C { m(a, b, c, d) {} }',
  )
  t.equal(longOnes(five).length, 2)
})
