import { by } from '../arbitrary/ops.js'
import { opens } from '../designs/ops.js'
import type { Op, Program } from '../program.js'
import type { Target } from '../target.js'
import { calls } from './calls.js'
import { boundRules, chosenPairs, openAsked } from './choices.js'
import { type History, histories } from './histories.js'
import { type ContrastKind, contrastKinds, rareKind } from './kinds.js'
import { type ContrastPolicy, mergedPolicies, socketPolicies } from './policies.js'
import { uses } from './uses.js'

/** A program but for its sandbox, which each target says in its own words. */
export type Story = {
  readonly kind: ContrastKind | null
  readonly history: History | null
  readonly policy: ContrastPolicy | null
  readonly before: readonly Op[]
  /** What comes behind the sandbox: up to where the socket is at hand, and then the calls on it. */
  readonly after: readonly Op[]
  readonly calls: readonly Op[]
}

/** A story in the words of a target; the sandbox stands behind as many ops as `before` has. */
export const programOf = (target: Target, { before, after, calls, policy, history }: Story): Program => {
  const sandbox = policy?.sandbox(target) ?? []
  return { ops: [...before, ...by(history?.actor ?? 0, sandbox).map(plain), ...after, ...calls] }
}

/** The first process is not named. */
const plain = ({ actor = 0, ...op }: Op): Op => (actor === 0 ? op : { ...op, actor })

/** The same story with one call more: any, and then any behind one that changes the socket. */
export const continuations = (story: Story): readonly Story[] => {
  const { kind, history, calls: done } = story
  if (kind === null || kind === rareKind || history?.socket === undefined) return []
  const { socket, actor } = history
  const isOpen = done.every(({ kind: call }) => call === 'bind' || call === 'connect' || call === 'listen')
  if (done.length > 1 || !isOpen) return []
  return by(actor, calls(socket, kind)).map(op => ({ ...story, calls: [...done, plain(op)] }))
}

const begin = (policy: ContrastPolicy, history: History, kind: ContrastKind): Story => ({
  kind,
  history,
  policy,
  before: history.before(kind),
  after: history.after(kind),
  calls: [],
})

const under = (policy: ContrastPolicy, kinds: readonly ContrastKind[]): readonly Story[] =>
  histories.flatMap(history =>
    kinds.filter(({ isStream }) => isStream || !history.ofStreams).map(kind => begin(policy, history, kind)),
  )

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const merged = ({ designs, choices, ...target }: Target): unknown => target

/** Where something was chosen differently: a rule at each bound, and a socket inside where another one is permitted. */
const chosenStories = (target: Target): readonly Story[] => [
  ...boundRules(target).map(ops => fixed({ ops })),
  ...histories
    .filter(({ name }) => name === 'inside')
    .flatMap(history =>
      chosenPairs.map(({ policy, asked }) => ({
        ...{ history, policy },
        kind: { ...rareKind, ...asked },
        before: [],
        after: openAsked(asked),
        calls: [],
      })),
    ),
]

const fixed = (program: Program): Story => ({
  kind: null,
  history: null,
  policy: null,
  before: program.ops,
  after: [],
  calls: [],
})

/** A family that is not there is only asked for. */
const rare = (policy: ContrastPolicy): readonly Story[] =>
  histories.filter(({ name }) => name === 'inside').map(history => begin(policy, history, rareKind))

/** Where all small programs begin on which two targets may differ: about sockets where their designs do, about ports where the rest does. */
export function stories(a: Target, b: Target): readonly Story[] {
  const kinds = contrastKinds.filter(({ named }) => opens(a, named) && opens(b, named))
  const differsBeside = !isSame(merged(a), merged(b))
  const choices = isSame(a.designs, b.designs) && !isSame(a.choices, b.choices)
  const policies = [
    ...(isSame(a.designs, b.designs) ? [] : socketPolicies),
    ...(differsBeside ? mergedPolicies : []),
  ]
  return [
    ...(differsBeside ? uses(a.abi < b.abi ? a : b).map(fixed) : []),
    ...(choices ? chosenStories(a) : []),
    ...policies.flatMap(policy => [...under(policy, kinds), ...rare(policy)]),
  ]
}
