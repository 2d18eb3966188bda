import { Node, type SourceFile as Source, type Statement, SyntaxKind } from 'ts-morph'
import { type Mutation, oneLine } from './mutant.js'
import { bare, guardOf, hasUnmodelled, isInAnswer, isUnmodelled } from './syntax.js'

/** A guard as text: its condition, its answer, and what comes after it if that is the end of the function. */
type Piece = {
  readonly node: Statement
  readonly text: string
  /** Undefined where the text has it negated. */
  readonly condition: Node | undefined
  readonly answer: Node | undefined
  readonly rest: string
}

/** Each guard of a block behind the one that follows; not where that could not be told by any program. */
export const orderMutants = (file: Source): readonly Mutation[] =>
  file.getDescendantsOfKind(SyntaxKind.Block).flatMap(block => {
    const pieces = block
      .getStatements()
      .map(pieceOf)
      .filter(piece => piece !== undefined)
      .filter(piece => !isUnmodelled(piece.answer))
    return pieces.slice(1).flatMap((second, index) => {
      const first = pieces[index]
      return first === undefined || isNoMatter(first, second) ? [] : [swap(first, second)]
    })
  })

function pieceOf(node: Statement): Piece | undefined {
  const guard = guardOf(node)
  if (guard !== undefined) {
    const { answer } = guard
    return { node, text: node.getText(), condition: guard.node.getExpression(), answer, rest: '' }
  }
  const choice = Node.isReturnStatement(node) ? bare(node.getExpression()) : undefined
  if (!Node.isConditionalExpression(choice) || !isInAnswer(choice) || hasUnmodelled(choice)) return undefined
  const [condition, yes, no] = [choice.getCondition(), choice.getWhenTrue(), choice.getWhenFalse()]
  if (yes.getText() === 'null') {
    const text = `if (!(${condition.getText()})) return ${no.getText()}`
    return { node, text, condition: undefined, answer: no, rest: 'return null' }
  }
  const text = `if (${condition.getText()}) return ${yes.getText()}`
  return { node, text, condition, answer: yes, rest: `return ${no.getText()}` }
}

function swap(first: Piece, second: Piece): Mutation {
  const [start, end] = [first.node.getStart(), second.node.getEnd()]
  const between = first.node.getSourceFile().getFullText().slice(first.node.getEnd(), second.node.getStart())
  return {
    node: first.node,
    kind: 'reorder',
    edit: { start, end, text: `${between}${second.text}\n${first.text}\n${second.rest}` },
    old: oneLine(first.text),
    new: `after ${oneLine(second.text)}`,
  }
}

/** Both answer alike, or never both apply. */
const isNoMatter = (one: Piece, other: Piece): boolean =>
  withoutClause(one.answer) === withoutClause(other.answer) || excludes(one.condition, other.condition)

/** What can be told of an answer by its text: all but the clause, and nothing where it is a clause alone. */
function withoutClause(answer: Node | undefined): string {
  if (Node.isStringLiteral(answer)) return ''
  if (Node.isCallExpression(answer) && answer.getExpression().getText() === 'fail') {
    return answer.getArguments().slice(0, 2).map(text).join()
  }
  if (!Node.isObjectLiteralExpression(answer)) return text(answer)
  return answer
    .getProperties()
    .map(text)
    .filter(property => !property.startsWith('clause'))
    .join()
}

const text = (node: Node | undefined): string => oneLine(node?.getText() ?? '')

/** By syntax: one asks whether something is this constant, the other whether it is that one. */
function excludes(left: Node | undefined, right: Node | undefined): boolean {
  const [one, other] = [bare(left), bare(right)]
  if (!Node.isBinaryExpression(one) || !Node.isBinaryExpression(other)) return false
  for (const [split, whole] of [
    [one, other],
    [other, one],
  ] as const) {
    const parts = [split.getLeft(), split.getRight()]
    if (split.getOperatorToken().getText() === '&&' && parts.some(part => excludes(part, whole))) return true
    if (split.getOperatorToken().getText() === '||' && parts.every(part => excludes(part, whole))) return true
  }
  const areEqualities = [one, other].every(node => node.getOperatorToken().getText() === '===')
  const [a, b] = [one.getRight().getText(), other.getRight().getText()]
  return (
    areEqualities &&
    one.getLeft().getText() === other.getLeft().getText() &&
    a !== b &&
    isConstant(a) &&
    isConstant(b)
  )
}

const isConstant = (text: string): boolean => /^('.*'|\d+|null|undefined|\w+\.[A-Z][A-Z0-9_]*)$/.test(text)
