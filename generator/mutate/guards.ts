import { type ConditionalExpression, Node, type SourceFile as Source, SyntaxKind } from 'ts-morph'
import { type Mutation, replacing } from './mutant.js'
import { decidesOutside, type Guard, guardOf, hasUnmodelled, isInAnswer, isUnmodelled } from './syntax.js'

const negated = (condition: Node): string => `!(${condition.getText()})`

/** Guards that are gone or turned round. */
export const guardMutants = (file: Source): readonly Mutation[] => [
  ...file.getDescendantsOfKind(SyntaxKind.IfStatement).flatMap(node => ifMutants(guardOf(node))),
  ...file.getDescendantsOfKind(SyntaxKind.ConditionalExpression).flatMap(conditionalMutants),
]

function ifMutants(guard: Guard | undefined): readonly Mutation[] {
  if (guard === undefined || isUnmodelled(guard.answer)) return []
  const { node } = guard
  return [
    replacing(node, 'drop', ''),
    { ...replacing(node.getExpression(), 'flip', negated(node.getExpression())), node },
  ]
}

/** A conditional that gives the answer is a guard, too; of another one only the condition is turned round. */
function conditionalMutants(node: ConditionalExpression): readonly Mutation[] {
  if (hasUnmodelled(node) || decidesOutside(node) || isName(node)) return []
  const flip = replacing(node.getCondition(), 'flip', negated(node.getCondition()))
  if (!isAnswer(node)) return [{ ...flip, node: node.getCondition() }]
  return [
    { ...flip, node },
    replacing(node, 'drop', node.getWhenTrue().getText()),
    replacing(node, 'drop', node.getWhenFalse().getText()),
  ]
}

/** Which clause is named is nothing that a kernel shows. */
const isName = (node: Node): boolean => {
  const parent = node.getParent()
  return Node.isPropertyAssignment(parent) && parent.getName() === 'clause'
}

const isAnswer = (node: Node): boolean => {
  const parent = node.getParent()
  if (Node.isParenthesizedExpression(parent) || Node.isConditionalExpression(parent)) {
    return isAnswer(parent)
  }
  return (Node.isReturnStatement(parent) || Node.isArrowFunction(parent)) && isInAnswer(node)
}
