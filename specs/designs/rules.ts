import { type Branch, fail, ok, unmodelled } from '../model/branch.js'
import type { ClauseId } from '../model/clauses.js'
import { bitsOf, toNumber } from '../model/rights.js'
import { type Ruleset, type SocketKey, type State, withEntry } from '../model/state.js'
import { isNameOf, namesOf } from '../names-of.js'
import type { Mask, OpOf, SocketAttr, SocketV4Attr } from '../program.js'
import type { Target } from '../target.js'
import { families, protocols, socketTypes } from '../uapi/socket.js'
import { chosen } from './choices.js'
import { ruleKey } from './judge.js'
import { anything, isNamable, keptRule, v4Rights } from './socket-create-v4/model.js'
import { isProposed, ruleTypeNumber, socketRuleTypes } from './uapi.js'

/** AF_MAX and SOCK_MAX of the kernel. */
const familyCount = Object.keys(families).length
const typeCount = 11

const numberIn = <T extends string>(table: Readonly<Record<T, number>>, value: T | number): number =>
  typeof value === 'number' ? value : table[value]

const keyOf = (attr: SocketAttr | SocketV4Attr): SocketKey =>
  'protocol' in attr
    ? {
        domain: numberIn(families, attr.family),
        type: numberIn(socketTypes, attr.type),
        protocol: numberIn(protocols, attr.protocol),
      }
    : { domain: numberIn(families, attr.domain), type: numberIn(socketTypes, attr.type), protocol: anything }

const isWithin = (value: number, lowest: number, count: number): boolean => value >= lowest && value < count

/** What a rule may grant: by family, type and protocol only creation, which the other form grants in its own design alone. */
const grantable = ({ handledSocket }: Ruleset, isV4: boolean, { designs }: Target): number => {
  if (isV4) return handledSocket & v4Rights
  return designs.includes('socket-create') ? handledSocket : handledSocket & ~v4Rights
}

const isKind = ({ domain, type }: SocketKey): boolean =>
  isWithin(domain, 0, familyCount) && isWithin(type, 0, typeCount)

/** The posted form takes families and types that no kernel has yet. */
const postedCount = 255

const isInRange = (target: Target, { domain, type, protocol }: SocketKey): boolean => {
  const isPosted = chosen(target, 'ranges') === 'posted'
  const lowestType = chosen(target, 'any_type') === 'yes' ? anything : 0
  return (
    isWithin(domain, 0, isPosted ? postedCount : familyCount) &&
    isWithin(type, lowestType, isPosted ? postedCount : typeCount) &&
    (protocol === anything || isNamable(target, protocol))
  )
}

const rangeOf = (target: Target, key: SocketKey, isV4: boolean): ClauseId | null => {
  if (isV4) return isInRange(target, key) ? null : 'socket-create-v4.range'
  return isKind(key) ? null : 'rule.socket-range'
}

/** Which check of a rule fails first: empty, not handled, then the range of domain, type and protocol. */
const wrongIn = (allowed: Mask, may: number, outOfRange: ClauseId | null): ClauseId | null => {
  const bits = bitsOf(allowed)
  if (bits.length === 0) return 'rule.socket-empty'
  if (bits.some(bit => bit > 30 || !((may >> bit) & 1))) return 'rule.socket-unhandled'
  return outOfRange
}

const added = (ruleset: Ruleset, allowed: Mask, key: SocketKey, isV4: boolean): Ruleset => {
  if (isV4) return { ...ruleset, socketV4Rules: [...ruleset.socketV4Rules, key] }
  const granted = (ruleset.socketRules.get(ruleKey(key)) ?? 0) | toNumber(bitsOf(allowed))
  return { ...ruleset, socketRules: withEntry(ruleset.socketRules, ruleKey(key), granted) }
}

/** The design's rule type that an op names, by name or by number. */
export const socketRuleType = (
  target: Target,
  { type }: OpOf<'add_rule'>,
): keyof typeof socketRuleTypes | undefined => {
  const value =
    typeof type === 'string' && isNameOf(socketRuleTypes, type) ? ruleTypeNumber(type, target) : type
  return namesOf(socketRuleTypes).find(
    name => isProposed(socketRuleTypes[name], target.designs) && ruleTypeNumber(name, target) === value,
  )
}

/**
 * A rule for sockets.
 * Order: quiet (no such rule is), NULL, empty, not handled, out of range.
 */
export const addSocketRule = (
  target: Target,
  state: State,
  op: OpOf<'add_rule'>,
  { id, ruleset }: { readonly id: number; readonly ruleset: Ruleset },
): readonly Branch[] => {
  const { attr, flags = 0 } = op
  if (flags !== 0) return fail(state, 'EINVAL', 'rule.socket-quiet')
  if (attr === null || attr === 'unmapped') return fail(state, 'EFAULT', 'rule.socket-null')
  const isV4 = socketRuleType(target, op) === 'socket_v4'
  if (!('type' in attr) || 'protocol' in attr !== isV4) return unmodelled('rule.layout')
  const key = keyOf(attr)
  const wrong = wrongIn(attr.allowed_access, grantable(ruleset, isV4, target), rangeOf(target, key, isV4))
  if (wrong !== null) return fail(state, wrong === 'rule.socket-empty' ? 'ENOMSG' : 'EINVAL', wrong)
  const rulesets = state.rulesets.with(
    id,
    added(ruleset, attr.allowed_access, isV4 ? keptRule(target, key) : key, isV4),
  )
  return ok({ ...state, rulesets }, 'rule.socket-ok')
}
