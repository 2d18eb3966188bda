import {
  type CallExpression,
  Node,
  type ObjectLiteralExpression,
  type SourceFile as Source,
  SyntaxKind,
} from 'ts-morph'
import { type Mutation, replacing } from './mutant.js'

/** Answers with another errno, with one outcome less, or without the effect that the op has. */
export const answerMutants = (file: Source): readonly Mutation[] => [
  ...file.getDescendantsOfKind(SyntaxKind.CallExpression).flatMap(callMutants),
  ...file.getDescendantsOfKind(SyntaxKind.ObjectLiteralExpression).flatMap(objectMutants),
]

const another = (errno: string): string => (errno === 'EINVAL' ? "'EACCES'" : "'EINVAL'")

function callMutants(node: CallExpression): readonly Mutation[] {
  const [state, second] = node.getArguments()
  if (state === undefined || second === undefined) return []
  const clause = node.getArguments().at(-1)?.getText()
  switch (node.getExpression().getText()) {
    case 'fail':
      return [...errno(second, node), ...forgotten(state, node), ...lessOne(node)]
    case 'ok':
    case 'value': {
      const text = `[{ outcome: 'EINVAL', clause: ${clause}, next: ${state.getText()} }]`
      return [replacing(node, 'errno', text), ...forgotten(state, node), ...lessOne(node)]
    }
    case 'oneOf':
      return Node.isArrayLiteralExpression(second)
        ? second
            .getElements()
            .map(one => ({ ...without(one), node, old: second.getText(), new: `without ${one.getText()}` }))
        : []
    default:
      return []
  }
}

const errno = (node: Node, whole: Node): readonly Mutation[] =>
  Node.isStringLiteral(node)
    ? [{ ...replacing(node, 'errno', another(node.getLiteralText())), node: whole }]
    : []

/** What an op leaves behind does not come about. */
const forgotten = (state: Node, whole: Node): readonly Mutation[] =>
  state.getText() === 'state' || !isParameter(whole)
    ? []
    : [{ ...replacing(state, 'forget', 'state'), node: whole }]

const isParameter = (node: Node): boolean =>
  node
    .getAncestors()
    .some(
      one =>
        Node.isParametered(one) && one.getParameters().some(parameter => parameter.getName() === 'state'),
    )

/** One of several answers that are allowed is not. */
function lessOne(node: Node): readonly Mutation[] {
  const spread = node.getParent()
  return Node.isSpreadElement(spread) ? [{ ...without(spread), node }] : []
}

const without = (node: Node): Mutation => {
  const next = node.getNextSiblingIfKind(SyntaxKind.CommaToken)
  return {
    ...replacing(node, 'drop', ''),
    edit: { start: node.getStart(), end: (next ?? node).getEnd(), text: '' },
  }
}

function objectMutants(node: ObjectLiteralExpression): readonly Mutation[] {
  if (node.getProperty('clause') === undefined || Node.isArrowFunction(node.getParent()?.getParent()))
    return []
  const property = node.getProperty('errno') ?? node.getProperty('outcome')
  if (Node.isShorthandPropertyAssignment(property)) {
    return [{ ...replacing(property, 'errno', `${property.getName()}: 'EINVAL'`), node }]
  }
  const initializer = Node.isPropertyAssignment(property) ? property.getInitializer() : undefined
  return initializer === undefined ? [] : errno(initializer, node)
}
