import { attrSize, knownSize, pageSizeOf, placeOf } from '../attr-size.js'
import { addSocketRule, socketRuleType } from '../designs/rules.js'
import { knownSocketBits } from '../designs/uapi.js'
import { namesOf } from '../names-of.js'
import { sizeMax } from '../ops/values.js'
import type { AttrFieldName, OpOf, RulesetAttr, RulesetRef } from '../program.js'
import { has, type Target } from '../target.js'
import { addRuleFlags, fsRights, rulesetAttr, ruleTypes } from '../uapi/landlock.js'
import { actorOf, type Branch, fail, ok, processOf, unmodelled, value } from './branch.js'
import type { ClauseId } from './clauses.js'
import { withCreated, withPortRule } from './events.js'
import { isDirectory, isThere } from './paths.js'
import { portKey } from './ports.js'
import { bitsOf, toNumber, widths } from './rights.js'
import { type Process, type Ruleset, type State, withEntry, withRulesetFd } from './state.js'

const fields = namesOf(rulesetAttr)

/** What is passed, as bit positions from the start of the attribute; what lies beyond the size is not read. */
const passedBits = (target: Target, { attr, size, last_byte }: OpOf<'create_ruleset'>): readonly number[] => {
  const passed =
    attr === null || attr === 'unmapped'
      ? []
      : [...fields.flatMap(name => positions(attr, name, target)), ...socketPositions(attr, target)]
  const end = size * 8
  if (last_byte === undefined) return passed.filter(bit => bit < end)
  const last = Array.from({ length: 8 }, (_, bit) => bit).filter(bit => (last_byte >> bit) & 1)
  return [...passed.filter(bit => bit < end - 8), ...last.map(bit => end - 8 + bit)]
}

const positions = (attr: RulesetAttr, name: AttrFieldName, target: Target): readonly number[] =>
  bitsOf(attr[name]).map(bit => placeOf(target, rulesetAttr[name].offset, bit))

const socketPositions = ({ handled_access_socket }: RulesetAttr, target: Target): readonly number[] =>
  bitsOf(handled_access_socket).map(bit => placeOf(target, attrSize(target.abi), bit))

/** The bits of a field among those that are passed. */
const bitsFrom = (bits: readonly number[], offset: number, target: Target): readonly number[] =>
  Array.from({ length: 64 }, (_, bit) => bit).filter(bit => bits.includes(placeOf(target, offset, bit)))

/** The descriptor is not a ruleset's, or the ruleset behind it. */
export const findRuleset = (
  state: State,
  process: Process,
  ref: RulesetRef,
): 'not-open' | 'not-ruleset' | { readonly id: number; readonly ruleset: Ruleset } => {
  if (ref === 'foreign') return 'not-ruleset'
  const id = ref === 'none' ? undefined : process.rulesets.get(ref)?.id
  const ruleset = id === undefined ? undefined : state.rulesets[id]
  return id === undefined || ruleset === undefined ? 'not-open' : { id, ruleset }
}

type Content = Readonly<Record<AttrFieldName | 'handled_access_socket', readonly number[]>>

const isWithin = (content: Content, quiet: AttrFieldName, handled: AttrFieldName): boolean =>
  content[quiet].every(bit => content[handled].includes(bit))

/** syscalls.c: sys_landlock_create_ruleset() checks the classes in this order. */
const checkContent = (content: Content, { abi, designs }: Target): ClauseId | null => {
  const { fs, net, scoped } = widths(abi)
  if (content.handled_access_fs.some(bit => bit >= fs)) return 'create.unknown-fs'
  if (content.handled_access_net.some(bit => bit >= net)) return 'create.unknown-net'
  if (content.scoped.some(bit => bit >= scoped)) return 'create.unknown-scope'
  if (content.handled_access_socket.some(bit => !knownSocketBits(designs).includes(bit)))
    return 'create.unknown-socket'
  const areWithin =
    isWithin(content, 'quiet_access_fs', 'handled_access_fs') &&
    isWithin(content, 'quiet_access_net', 'handled_access_net') &&
    isWithin(content, 'quiet_scoped', 'scoped')
  return areWithin ? null : 'create.quiet-unhandled'
}

/** What a kernel reads: fields that its ABI does not have are not there, and another one may stand in their place. */
const contentOf = (bits: readonly number[], target: Target): Content => {
  const field = (name: AttrFieldName): readonly number[] =>
    has(target, rulesetAttr[name]) ? bitsFrom(bits, rulesetAttr[name].offset, target) : []
  return {
    handled_access_fs: field('handled_access_fs'),
    handled_access_net: field('handled_access_net'),
    scoped: field('scoped'),
    quiet_access_fs: field('quiet_access_fs'),
    quiet_access_net: field('quiet_access_net'),
    quiet_scoped: field('quiet_scoped'),
    handled_access_socket: bitsFrom(bits, attrSize(target.abi), target),
  }
}

const install = (state: State, op: OpOf<'create_ruleset'>, content: Content): readonly Branch[] => {
  const { handled_access_fs, handled_access_net, scoped, handled_access_socket } = content
  const isEmpty = [handled_access_fs, handled_access_net, scoped, handled_access_socket].every(
    bits => bits.length === 0,
  )
  if (isEmpty) return fail(state, 'ENOMSG', 'create.empty')
  const ruleset: Ruleset = {
    handledFs: toNumber(handled_access_fs),
    handledNet: toNumber(handled_access_net),
    scoped: toNumber(scoped),
    handledSocket: toNumber(handled_access_socket),
    quietFs: toNumber(content.quiet_access_fs),
    quietNet: toNumber(content.quiet_access_net),
    quietScoped: toNumber(content.quiet_scoped),
    quietPorts: new Set(),
    quietPaths: new Set(),
    rules: new Map(),
    socketRules: new Map(),
    socketV4Rules: [],
    paths: new Map(),
    version: 0,
  }
  const grown = withCreated({ ...state, rulesets: [...state.rulesets, ruleset] }, ruleset)
  const fd = { id: state.rulesets.length, closesOnExec: true }
  return ok(withRulesetFd(grown, actorOf(op), op.as, fd), 'create.ok')
}

/** Whether the kernel cannot read all of an attribute: nothing is where it should be, or not its last byte. */
const isOutOfReach = ({ attr, route }: OpOf<'create_ruleset' | 'add_rule'>): boolean =>
  attr === 'unmapped' || route === 'page_cut' || route === 'low_half'

/**
 * landlock_create_ruleset(2).
 * Order: flags, NULL, size too small, size above a page, bytes beyond the known fields, the classes, and last whether
 * anything is handled.
 */
const createRuleset = (target: Target, state: State, op: OpOf<'create_ruleset'>): readonly Branch[] => {
  const { attr, size, flags = 0 } = op
  if (flags !== 0) {
    if (attr !== null || size !== 0) return fail(state, 'EINVAL', 'create.flags-with-attr')
    return flags === 1 || (flags === 2 && target.errata !== null)
      ? unmodelled('ruleset.version')
      : fail(state, 'EINVAL', 'create.unknown-flags')
  }
  if (attr === null) return fail(state, 'EFAULT', 'create.null')
  const bytes = size === sizeMax ? Number.POSITIVE_INFINITY : size
  if (bytes < rulesetAttr.handled_access_fs.size) return fail(state, 'EINVAL', 'create.too-small')
  if (bytes > pageSizeOf(target)) return fail(state, 'E2BIG', 'create.too-large')
  const bits = passedBits(target, op)
  const known = knownSize(target) * 8
  if (isOutOfReach(op)) {
    // Of what is beyond the known fields, all that is there is looked at first.
    const isUnknown = op.route === 'page_cut' && bits.some(bit => bit >= known && bit < (size - 1) * 8)
    return isUnknown ? fail(state, 'E2BIG', 'create.unknown-field') : fail(state, 'EFAULT', 'create.unmapped')
  }
  if (bits.some(bit => bit >= known)) return fail(state, 'E2BIG', 'create.unknown-field')
  const content = contentOf(bits, target)
  const wrong = checkContent(content, target)
  return wrong === null ? install(state, op, content) : fail(state, 'EINVAL', wrong)
}

/** The two queries of landlock_create_ruleset(2). */
const query = (target: Target, state: State, op: OpOf<'query'>): readonly Branch[] => {
  if (op.what === 'abi') return value(state, target.abi, 'query.abi')
  if (target.errata === null) return fail(state, 'EINVAL', 'query.errata-unknown')
  return value(state, target.errata, 'query.errata')
}

const withRule = (
  state: State,
  { id, ruleset }: { readonly id: number; readonly ruleset: Ruleset },
  change: Partial<Ruleset>,
): State => ({
  ...state,
  rulesets: state.rulesets.with(id, { ...ruleset, ...change, version: ruleset.version + 1 }),
})

const addNetPort = (
  target: Target,
  state: State,
  op: OpOf<'add_rule'>,
  { id, ruleset }: { readonly id: number; readonly ruleset: Ruleset },
): readonly Branch[] => {
  const { attr, flags = 0 } = op
  if (attr === null || attr === 'unmapped') return fail(state, 'EFAULT', 'rule.null')
  if (!('port' in attr)) return unmodelled('rule.layout')
  const bits = bitsOf(attr.allowed_access)
  if (flags === 0 && bits.length === 0) return fail(state, 'ENOMSG', 'rule.empty')
  if (bits.some(bit => bit > 30 || !((ruleset.handledNet >> bit) & 1)))
    return fail(state, 'EINVAL', 'rule.unhandled')
  if (flags !== 0 && ruleset.quietNet === 0) return fail(state, 'EINVAL', 'rule.useless-quiet')
  const port = portKey(state, op, attr.port)
  if (typeof port === 'number' && port > 65535) return fail(state, 'EINVAL', 'rule.port-too-large')
  const rules = withEntry(ruleset.rules, port, (ruleset.rules.get(port) ?? 0) | toNumber(bits))
  const quietPorts = flags === 0 ? ruleset.quietPorts : new Set([...ruleset.quietPorts, port])
  const added = withRule(state, { id, ruleset }, { rules, quietPorts })
  return ok(withPortRule(target, added, id, { bits, port }), 'rule.ok')
}

/** What a rule for something else than a directory may allow (fs.c: ACCESS_FILE). */
const fileBits: readonly number[] = [
  fsRights.execute.bit,
  fsRights.write_file.bit,
  fsRights.read_file.bit,
  fsRights.truncate.bit,
  fsRights.ioctl_dev.bit,
  fsRights.resolve_unix.bit,
]

/**
 * A rule for files, as far as UNIX sockets in the program's own directory go.
 * Order: empty, not handled, quiet without use, then the parent, and what it is (syscalls.c: add_rule_path_beneath; fs.c:
 * landlock_append_fs_rule).
 */
const addPathBeneath = (
  state: State,
  op: OpOf<'add_rule'>,
  { id, ruleset }: { readonly id: number; readonly ruleset: Ruleset },
): readonly Branch[] => {
  const { attr, flags = 0 } = op
  if (attr === null || attr === 'unmapped') return fail(state, 'EFAULT', 'rule.null')
  if (!('parent' in attr)) return unmodelled('rule.layout')
  const bits = bitsOf(attr.allowed_access)
  if (flags === 0 && bits.length === 0) return fail(state, 'ENOMSG', 'rule.empty')
  if (bits.some(bit => bit > 30 || !((ruleset.handledFs >> bit) & 1)))
    return fail(state, 'EINVAL', 'rule.unhandled')
  if (flags !== 0 && ruleset.quietFs === 0) return fail(state, 'EINVAL', 'rule.useless-quiet')
  if (attr.parent === 'ruleset') return fail(state, 'EBADFD', 'rule.parent-not-a-file')
  const path = attr.parent === 'directory' ? '/' : attr.parent
  if (!isThere(state, path)) return fail(state, 'EBADF', 'rule.parent-not-open')
  if (!isDirectory(path) && bits.some(bit => !fileBits.includes(bit)))
    return fail(state, 'EINVAL', 'rule.not-for-a-file')
  const paths = withEntry(ruleset.paths, path, (ruleset.paths.get(path) ?? 0) | toNumber(bits))
  const quietPaths = flags === 0 ? ruleset.quietPaths : new Set([...ruleset.quietPaths, path])
  return ok(withRule(state, { id, ruleset }, { paths, quietPaths }), 'rule.path-ok')
}

/**
 * landlock_add_rule(2).
 * Order: flags, descriptor, rule type, NULL, empty, not handled, quiet without use, port (syscalls.c: add_rule_net_port).
 */
const addRule = (target: Target, state: State, op: OpOf<'add_rule'>): readonly Branch[] => {
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const { flags = 0, type } = op
  const quiet = target.abi >= addRuleFlags.quiet.abi ? 1 << addRuleFlags.quiet.bit : 0
  if (flags !== 0 && flags !== quiet) return fail(state, 'EINVAL', 'rule.unknown-flags')
  const found = findRuleset(state, process, op.ruleset)
  if (found === 'not-open') return fail(state, 'EBADF', 'rule.not-open')
  if (found === 'not-ruleset') return fail(state, 'EBADFD', 'rule.not-ruleset')
  const read = isOutOfReach(op) ? { ...op, attr: 'unmapped' as const } : op
  if (type === 'path_beneath' || type === ruleTypes.path_beneath.value)
    return addPathBeneath(state, read, found)
  if (socketRuleType(target, op) !== undefined) return addSocketRule(target, state, read, found)
  const isNetPort = type === 'net_port' || type === ruleTypes.net_port.value
  if (!isNetPort || target.abi < ruleTypes.net_port.abi) return fail(state, 'EINVAL', 'rule.unknown-type')
  return addNetPort(target, state, read, found)
}

/** What the ops of this family do. */
export const steps = { create_ruleset: createRuleset, query, add_rule: addRule }
