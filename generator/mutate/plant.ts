import { Project, SyntaxKind } from 'ts-morph'
import type { SourceFile } from '../shared/folders.js'
import { answerMutants } from './answers.js'
import { conditionMutants } from './conditions.js'
import { guardMutants } from './guards.js'
import { edited, type Mutant, type Mutation, oneLine } from './mutant.js'
import { orderMutants } from './reorder.js'
import { ownerOf } from './syntax.js'
import { functionAround } from './visits.js'

/** Every mistake that can be planted into the files of a model, by syntax only. */
export function mutantsOf(files: readonly SourceFile[], clauses: readonly string[]): readonly Mutant[] {
  const project = new Project({ useInMemoryFileSystem: true })
  const known = new Set(clauses)
  return files.flatMap(file => {
    const source = project.createSourceFile(file.path, file.content)
    return [guardMutants, orderMutants, answerMutants, conditionMutants]
      .flatMap(find => find(source))
      .toSorted((one, other) => one.node.getStart() - other.node.getStart())
      .map(found => mutantOf(file, found, known))
  })
}

function mutantOf(file: SourceFile, found: Mutation, known: ReadonlySet<string>): Mutant {
  const { node, kind, edit } = found
  const literals = [node, ...node.getDescendants()]
    .flatMap(one => one.asKind(SyntaxKind.StringLiteral)?.getLiteralText() ?? [])
    .filter(text => known.has(text))
  const inside = edit.start >= node.getStart() && edit.end <= node.getEnd()
  const changed = inside
    ? edited(
        { path: '', content: node.getText() },
        { ...edit, start: edit.start - node.getStart(), end: edit.end - node.getStart() },
      )
    : ''
  return {
    place: `${file.path}:${node.getStartLineNumber()}`,
    path: file.path,
    in: ownerOf(node),
    around: functionAround(file.path, node),
    kind,
    clauses: [...new Set(literals)],
    old: found.old ?? oneLine(node.getText()),
    new: found.new ?? oneLine(changed),
    content: edited(file, edit),
  }
}
