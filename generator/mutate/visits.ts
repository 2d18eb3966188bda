import { Node, Project } from 'ts-morph'
import type { SourceFile } from '../shared/folders.js'
import { loader } from './load.js'
import { type TargetTest, walk } from './trial.js'

/** A function of a model: `specs/model/bind.ts:412`, the offset of its body. */
export type FunctionId = string

/** Which tests enter a function; undefined where all of them may: what is outside of any function, or entered as a file is loaded. */
type Visits = (id: FunctionId | undefined) => readonly TargetTest[] | undefined

/** The innermost function around a node of the model. */
export const functionAround = (path: string, node: Node): FunctionId | undefined => {
  const body = [node, ...node.getAncestors()]
    .map(bodyOf)
    .find(one => one !== undefined && isAround(one, node))
  return body === undefined ? undefined : idOf(path, body)
}

const idOf = (path: string, body: Node): FunctionId => `${path}:${body.getStart()}`

const isAround = (outer: Node, node: Node): boolean =>
  outer.getStart() <= node.getStart() && outer.getEnd() >= node.getEnd()

const bodyOf = (node: Node): Node | undefined =>
  Node.isArrowFunction(node) || Node.isFunctionDeclaration(node) || Node.isFunctionExpression(node)
    ? node.getBody()
    : undefined

/**
 * Walks the tests through a model that tells which functions it enters. A mistake in a function shows in no test that does not
 * enter it, so these need not be walked again for each mistake.
 */
export function visitsOf(
  model: readonly SourceFile[],
  others: readonly SourceFile[],
  cases: readonly TargetTest[],
): Visits {
  let entered = new Set<FunctionId>()
  const enter = (id: FunctionId): void => {
    entered.add(id)
  }
  const watched = loader([...model.map(watching), ...others], enter)()
  const always = entered
  const byFunction = new Map<FunctionId, TargetTest[]>()
  for (const one of cases) {
    entered = new Set()
    walk(watched, one)
    for (const id of entered) {
      const before = byFunction.get(id)
      if (before === undefined) byFunction.set(id, [one])
      else before.push(one)
    }
  }
  return id => (id === undefined || always.has(id) ? undefined : (byFunction.get(id) ?? []))
}

/** The file with a call of `enter` at the start of each function. */
function watching({ path, content }: SourceFile): SourceFile {
  const source = new Project({ useInMemoryFileSystem: true }).createSourceFile(path, content)
  const inserts = source.getDescendants().flatMap(node => {
    const body = bodyOf(node)
    if (body === undefined) return []
    const call = `enter('${idOf(path, body)}')`
    return Node.isBlock(body)
      ? [{ at: body.getStart() + 1, text: `${call};` }]
      : [
          { at: body.getStart(), text: `(${call}, (` },
          { at: body.getEnd(), text: '))' },
        ]
  })
  return {
    path,
    content: inserts
      .toSorted((one, other) => other.at - one.at)
      .reduce((text, { at, text: insert }) => text.slice(0, at) + insert + text.slice(at), content),
  }
}
