import {
  type BinaryExpression,
  Node,
  type NumericLiteral,
  type SourceFile as Source,
  SyntaxKind,
} from 'ts-morph'
import { type Mutation, replacing } from './mutant.js'
import { decidesOutside } from './syntax.js'

const other: Readonly<Record<string, string>> = {
  '&&': '||',
  '||': '&&',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
}

const orders = new Set(['<', '<=', '>', '>='])

/** Conditions that are a little off: another operator, or a bound that is one too small or too large. */
export const conditionMutants = (file: Source): readonly Mutation[] =>
  [
    ...file.getDescendantsOfKind(SyntaxKind.BinaryExpression).flatMap(operatorMutants),
    ...file.getDescendantsOfKind(SyntaxKind.NumericLiteral).flatMap(boundMutants),
  ].filter(({ node }) => !decidesOutside(node))

/** `< 16` with `<=` would be the same as `< 17`, which is there already. */
function operatorMutants(node: BinaryExpression): readonly Mutation[] {
  const token = node.getOperatorToken()
  const text = other[token.getText()]
  if (text === undefined) return []
  if (orders.has(text) && [node.getLeft(), node.getRight()].some(one => Node.isNumericLiteral(one))) return []
  return [replacing(node, 'condition', `(${node.getLeft().getText()} ${text} ${node.getRight().getText()})`)]
}

function boundMutants(node: NumericLiteral): readonly Mutation[] {
  const compared = comparison(node)
  if (compared === undefined) return []
  return [-1, 1].map(by => ({
    ...replacing(node, 'condition', String(node.getLiteralValue() + by)),
    node: compared,
  }))
}

/** What a number is a bound in: a comparison by order, maybe by way of a conditional, or a constant. */
function comparison(node: Node): Node | undefined {
  const parent = node.getParent()
  if (Node.isBinaryExpression(parent)) return isOrder(parent) ? parent : undefined
  if (Node.isVariableDeclaration(parent)) return parent
  return Node.isConditionalExpression(parent) ? bound(parent) : undefined
}

const bound = (node: Node): Node | undefined => {
  const parent = node.getParent()
  return Node.isParenthesizedExpression(parent) ? bound(parent) : isOrder(parent) ? parent : undefined
}

const isOrder = (node: Node | undefined): boolean =>
  Node.isBinaryExpression(node) && orders.has(node.getOperatorToken().getText())
