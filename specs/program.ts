import type { OpKind, ops } from './ops/all.js'
import type { OpFrom } from './ops/op.js'
import type { Route } from './ops/routes.js'

export type { OpKind } from './ops/all.js'
export type { Capability } from './ops/enforce.js'
export type { Namespace } from './ops/namespaces.js'
export type { SocketOption } from './ops/options.js'
export type { RaceName } from './ops/races.js'
export { isPlainCall, isRing, type Route, routes } from './ops/routes.js'
export type { FilteredCall } from './ops/seccomp.js'
export type {
  Actor,
  Address,
  AlgAddress,
  AttrFieldName,
  Host,
  InetAddress,
  Mask,
  NetPortAttr,
  PacketAddress,
  PathBeneathAttr,
  Port,
  RuleAttr,
  RulesetAttr,
  RulesetRef,
  Slot,
  SocketAttr,
  SocketV4Attr,
  UnixAddress,
  VsockAddress,
} from './ops/values.js'

/** One action, as its description in specs/ops says. Every op has a `kind`, one word everywhere: in the model, in C and on the wire. */
export type Op = OpFrom<(typeof ops)[number]>

/** The op of one kind. */
export type OpOf<K extends OpKind> = Extract<Op, { readonly kind: K }>

/** An op of its kind and its other values: whoever calls this has drawn, kept or exchanged them by the description. */
// TypeScript knows no op by a kind that is only known when it runs.
export const asOp = (values: { readonly kind: OpKind; readonly [field: string]: unknown }): Op => values as Op

/** Actions in one total order, whoever does them. Plain JSON; its id is the hash of its content. */
export type Program = { readonly ops: readonly Op[] }

/** Whether threads of a program act at once. */
export const isRace = ({ ops }: Program): boolean =>
  ops.some(op => op.kind === 'race' || op.kind === 'look' || 'at_once' in op)

/** Whether a thread goes on while others act, so that a kernel on which they stop each other is waited for in vain again and again. */
export const goesOn = ({ ops }: Program): boolean => ops.some(({ kind }) => kind === 'look')

/** The route of an op, or undefined if it is a plain system call. */
export const routeOf = (op: Op): Route | undefined => ('route' in op ? op.route : undefined)
