import { addRule, create, enforce, type Grant } from '../arbitrary/ops.js'
import { namesOf } from '../names-of.js'
import type { Mask, Op, Program } from '../program.js'
import type { DesignName, Target } from '../target.js'
import type { Trace } from '../trace.js'
import { type NamedKind, ruleFor, v4RuleFor } from './ops.js'
import { isProposed, type SocketRight, socketRights } from './uapi.js'

/** The rights by which a design would write a policy. */
const rightsBy = (design: DesignName): readonly SocketRight[] =>
  namesOf(socketRights).filter(right => isProposed(socketRights[right], [design]))

/** What a story asks for, in whichever words a design has for it. */
type StoryPolicy = {
  readonly kinds: readonly NamedKind[]
  readonly net?: Mask
  readonly ports?: readonly Grant[]
}

/** The rules for one kind: by its protocol where creation can be granted so, by domain and type for all else. */
const rulesFor = (designs: readonly DesignName[], rights: readonly SocketRight[], kind: NamedKind) => {
  const byProtocol = designs.includes('socket-create-v4')
  const byKind = byProtocol ? rights.filter(right => right !== 'create') : rights
  return [
    ...(byProtocol ? [v4RuleFor(0, kind)] : []),
    ...(byKind.length > 0 ? [ruleFor(0, byKind, kind)] : []),
  ]
}

/** A sandbox as some designs together let it be written, in ruleset 0. */
export const sandboxIn = (
  target: Target,
  designs: readonly DesignName[],
  { kinds, net = [], ports = [] }: StoryPolicy,
): readonly Op[] => {
  const rights = [...new Set(designs.flatMap(design => rightsBy(design)))]
  return [
    create(target, 0, {
      ...(net.length > 0 && { handled_access_net: net }),
      handled_access_socket: rights,
    }),
    ...kinds.flatMap(kind => rulesFor(designs, rights, kind)),
    ...ports.map(grant => addRule(0, grant)),
    enforce(0),
  ]
}

/** A sandbox as one design lets it be written, in ruleset 0. */
export const sandboxBy = (target: Target, design: DesignName, policy: StoryPolicy): readonly Op[] =>
  sandboxIn(target, [design], policy)

/** A network of the story's own, where any port is free. */
export const ownNetwork: Op = { kind: 'unshare', what: 'net' }

/** The program of a story, once for each design that a target has. */
export const inEachDesign =
  (story: (target: Target, design: DesignName) => readonly Program[]) =>
  (target: Target): readonly Program[] =>
    target.designs.flatMap(design => story(target, design))

/** The rights of sockets that the sandbox of a trace handles. */
export const handledIn = (trace: Trace): Mask =>
  trace.flatMap(({ op }) =>
    op.kind === 'create_ruleset' && typeof op.attr === 'object' && op.attr !== null
      ? (op.attr.handled_access_socket ?? [])
      : [],
  )

/** What came after the sandbox was enforced. */
export const inside = (trace: Trace): Trace =>
  trace.slice(trace.findIndex(({ op }) => op.kind === 'restrict_self') + 1)
