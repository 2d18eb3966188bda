import {
  type ConditionalExpression,
  type IfStatement,
  Node,
  type ReturnStatement,
  SyntaxKind,
} from 'ts-morph'

/** What a function of the model returns that answers for a kernel, by the names of the types. */
export const answerTypes = ['Branch', 'Refusal', 'HookVerdict', 'ClauseId', 'Server'] as const

const answers = new RegExp(`\\b(${answerTypes.join('|')})\\b`)

/** An `if` that ends its function. */
export type Guard = { readonly node: IfStatement; readonly answer: Node | undefined }

const ofFunction = (node: Node): Node | undefined =>
  node.getFirstAncestor(
    one => Node.isArrowFunction(one) || Node.isFunctionDeclaration(one) || Node.isFunctionExpression(one),
  )

/** Whether a node stands in a function whose result is an answer. */
export const isInAnswer = (node: Node): boolean => {
  const owner = ofFunction(node)
  return Node.isReturnTyped(owner) && answers.test(owner.getReturnTypeNode()?.getText() ?? '')
}

/** The model says nothing: no kernel can be told from that. */
export const isUnmodelled = (node: Node | undefined): boolean => {
  const call = bare(node)
  return Node.isCallExpression(call) && call.getExpression().getText() === 'unmodelled'
}

/** An expression without the parentheses around it. */
export const bare = (node: Node | undefined): Node | undefined =>
  Node.isParenthesizedExpression(node) ? bare(node.getExpression()) : node

const returnOf = (statement: Node): ReturnStatement | undefined => {
  if (Node.isReturnStatement(statement)) return statement
  return Node.isBlock(statement)
    ? statement.getStatements().at(-1)?.asKind(SyntaxKind.ReturnStatement)
    : undefined
}

/** Reads a statement as a guard of a function that answers. */
export function guardOf(node: Node): Guard | undefined {
  if (!Node.isIfStatement(node) || node.getElseStatement() !== undefined || !isInAnswer(node))
    return undefined
  const end = returnOf(node.getThenStatement())
  return end === undefined ? undefined : { node, answer: end.getExpression() }
}

/** Whether only this decides that the model says nothing. */
export const decidesOutside = (node: Node): boolean =>
  node.getAncestors().some(one => {
    if (Node.isIfStatement(one)) {
      return (
        isWithin(node, one.getExpression()) && isUnmodelled(returnOf(one.getThenStatement())?.getExpression())
      )
    }
    if (!Node.isConditionalExpression(one)) return false
    return isWithin(node, one.getCondition()) && hasUnmodelled(one)
  })

/** Whether one of two answers is that the model says nothing. */
export const hasUnmodelled = (node: ConditionalExpression): boolean =>
  isUnmodelled(node.getWhenTrue()) || isUnmodelled(node.getWhenFalse())

const isWithin = (node: Node, outer: Node): boolean =>
  node.getStart() >= outer.getStart() && node.getEnd() <= outer.getEnd()

/** The name of the top-level function or constant around a node. */
export const ownerOf = (node: Node): string => {
  const top = [node, ...node.getAncestors()].at(-2)
  if (Node.isFunctionDeclaration(top)) return top.getName() ?? ''
  return Node.isVariableStatement(top) ? (top.getDeclarations()[0]?.getName() ?? '') : ''
}
