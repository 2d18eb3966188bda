import { basename } from 'node:path'
import { Project, type SourceFile as Source, SyntaxKind, type VariableDeclaration } from 'ts-morph'
import { ToolError } from '../../shared/error.js'
import type { SourceFile } from '../../shared/folders.js'
import type { Law } from '../suite.js'

/** Reads name, doc comment and place of the one `Spec` that each file exports, by syntax only. Error: E_LAW. */
export function readLaws(files: readonly SourceFile[]): readonly Law[] {
  const project = new Project({ useInMemoryFileSystem: true })
  return files.map(({ path, content }) => readLaw(project.createSourceFile(path, content), path))
}

function readLaw(file: Source, path: string): Law {
  const [spec, ...others] = exportedSpecs(file)
  const expected = basename(path, '.ts')
  if (spec === undefined) throw wrong(path, 'is no exported const of type Spec', 'export one')
  if (others.length > 0)
    throw wrong(path, 'is not the only one of its file', 'give each law a file of its own')
  const place = `${path}:${spec.getVariableStatementOrThrow().getStartLineNumber(false)}`
  const name = nameOf(spec)
  if (name === undefined) throw wrong(place, 'has no name', `add name: '${expected}'`)
  if (name !== expected)
    throw wrong(place, `has the name ${name}, which is not its file's`, `call it ${expected}`)
  const claim = claimOf(spec)
  if (claim === '') throw wrong(place, 'has no doc comment', 'say the law in words above its export')
  return { name, claim, place }
}

const exportedSpecs = (file: Source): readonly VariableDeclaration[] =>
  file
    .getVariableStatements()
    .filter(statement => statement.isExported())
    .flatMap(statement => statement.getDeclarations())
    .filter(declaration => declaration.getTypeNode()?.getText() === 'Spec')

const nameOf = (spec: VariableDeclaration): string | undefined =>
  spec
    .getInitializerIfKind(SyntaxKind.ObjectLiteralExpression)
    ?.getProperty('name')
    ?.asKind(SyntaxKind.PropertyAssignment)
    ?.getInitializerIfKind(SyntaxKind.StringLiteral)
    ?.getLiteralText()

const claimOf = (spec: VariableDeclaration): string =>
  spec
    .getVariableStatementOrThrow()
    .getJsDocs()
    .map(doc => doc.getDescription())
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()

const wrong = (place: string, what: string, next: string): ToolError =>
  new ToolError('E_LAW', `${place}: the law ${what}: ${next}.`)
