import { attrSize } from '../../specs/attr-size.js'
import { filledBy, readBy } from '../../specs/ops/uses.js'
import type { NetPortAttr, Op, OpOf, RulesetAttr, Slot } from '../../specs/program.js'
import type { Predicted } from './carried.js'

/** A ruleset that is made and enforced without anything peculiar: what it handles, and its rules. */
export type PlainLayer = { readonly attr: RulesetAttr; readonly rules: readonly NetPortAttr[] }

/** Layers that are enforced one after the other, and the ops that this takes. */
export type LayerRun = { readonly layers: readonly PlainLayer[]; readonly end: number }

type FoundLayer = { readonly layer: PlainLayer; readonly end: number }

const isPlainAttr = (attr: OpOf<'create_ruleset'>['attr']): attr is RulesetAttr =>
  attr !== null && attr !== 'unmapped'

function plainCreate(op: Op | undefined, abi: number): RulesetAttr | undefined {
  if (op?.kind !== 'create_ruleset' || !isPlainAttr(op.attr)) return undefined
  const isPlain = op.size === attrSize(abi) && op.flags === undefined && op.last_byte === undefined
  return isPlain ? op.attr : undefined
}

function plainRule(op: Op | undefined, ruleset: Slot): NetPortAttr | undefined {
  if (op?.kind !== 'add_rule' || op.ruleset !== ruleset || op.type !== 'net_port') return undefined
  const { attr, flags } = op
  if (attr === null || attr === 'unmapped' || !('port' in attr) || flags !== undefined) return undefined
  return String(attr.port).startsWith('of:') ? undefined : attr
}

/** Whether a ruleset's slot is looked at from an op on, before it is filled again. */
function isReadFrom(ops: readonly Op[], index: number, ruleset: Slot): boolean {
  for (const op of ops.slice(index)) {
    if (readBy(op).some(({ table, slot }) => table === 'ruleset' && slot === ruleset)) return true
    const made = filledBy(op)
    if (made?.table === 'ruleset' && made.slot === ruleset) return false
  }
  return false
}

function layerAt(
  { program: { ops }, allowed }: Predicted,
  start: number,
  abi: number,
): FoundLayer | undefined {
  const isOk = (index: number): boolean => allowed[index]?.[0] === 'OK'
  const attr = plainCreate(ops[start], abi)
  const slot = ops[start]?.kind === 'create_ruleset' ? filledBy(ops[start])?.slot : undefined
  if (attr === undefined || slot === undefined || !isOk(start)) return undefined
  const rules: NetPortAttr[] = []
  let end = start + 1
  for (
    let rule = plainRule(ops[end], slot);
    rule !== undefined && isOk(end);
    rule = plainRule(ops[end], slot)
  ) {
    rules.push(rule)
    end += 1
  }
  const enforce = ops[end]
  const isEnforced =
    enforce?.kind === 'restrict_self' && enforce.ruleset === slot && enforce.flags === undefined && isOk(end)
  if (!isEnforced) return undefined
  end += 1
  const closes = ops[end]
  if (closes?.kind === 'close_ruleset' && closes.ruleset === slot) end += 1
  return isReadFrom(ops, end, slot) ? undefined : { layer: { attr, rules }, end }
}

/** The plain layers that begin at an op; undefined if none does. */
export function layersAt(one: Predicted, start: number, abi: number): LayerRun | undefined {
  const layers: PlainLayer[] = []
  let end = start
  for (let found = layerAt(one, end, abi); found !== undefined; found = layerAt(one, end, abi)) {
    layers.push(found.layer)
    end = found.end
  }
  return layers.length === 0 ? undefined : { layers, end }
}
