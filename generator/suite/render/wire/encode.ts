import { socketRuleTypes } from '../../../../specs/designs/uapi.js'
import { bitOf } from '../../../../specs/model/rights.js'
import { attrSize } from '../../../../specs/model/rulesets.js'
import {
  type Address,
  type Mask,
  type Op,
  type OpOf,
  type Port,
  type Program,
  type RulesetAttr,
  type RulesetRef,
  routeOf,
  routes,
} from '../../../../specs/program.js'
import type { Target } from '../../../../specs/target.js'
import { errnos } from '../../../../specs/uapi/errno.js'
import { rulesetAttr, ruleTypes } from '../../../../specs/uapi/landlock.js'
import { capabilities, families, protocols, shutdowns, socketTypes } from '../../../../specs/uapi/socket.js'
import { isObject, needsDirectory } from '../parts.js'
import { attrBytes, callNumber } from './calls.js'

/** A number on the wire; masks and ports have up to 64 bits. */
type Value = number | bigint

const mark = 76
const seedMark = 83
const edgesMark = 69

/** The end of all programs. */
export const wireEnd: Uint8Array = Uint8Array.of(0)

/** Has random bytes in the guest begin elsewhere. */
export const wireSeed = (seed: Uint8Array): Uint8Array => Uint8Array.of(seedMark, ...seed)

/** Has the next program tell whether it reaches these edges of the kernel. */
export function wireAsked(edges: readonly number[]): Uint8Array {
  const bytes = [edgesMark]
  for (const value of [edges.length, ...edges]) put(bytes, value)
  return new Uint8Array(bytes)
}

/** How many bytes a seed has: SEED_SIZE of templates/executor/seed.h. */
export const seedSize = 32

/**
 * A program as templates/executor/wire.c reads it: a mark, its number, its needs and its ops, all as numbers of variable length.
 * @param number decides which ports and names are its own
 */
export function encode(program: Program, number: number, target: Target): Uint8Array {
  const { ops } = program
  const bytes = [mark]
  for (const value of [number, needsOf(ops), earlyRoutes(ops), ops.length]) put(bytes, value)
  for (const op of ops) for (const value of encodeOp(op, target)) put(bytes, value)
  return new Uint8Array(bytes)
}

/** Groups of seven bits, the lowest first; what is below zero takes the odd numbers. */
function put(bytes: number[], value: Value): void {
  const isSmall = typeof value === 'number' && value >= 0 && value < 2 ** 30
  const left = isSmall ? value * 2 : putLarge(bytes, BigInt(value))
  putSmall(bytes, left)
}

function putSmall(bytes: number[], value: number): void {
  let left = value
  for (; left > 127; left >>>= 7) bytes.push((left & 127) | 128)
  bytes.push(left)
}

/** Up to 64 bits; returns what is left for the last group. */
function putLarge(bytes: number[], value: bigint): number {
  const signed = BigInt.asIntN(64, value)
  let left = BigInt.asUintN(64, signed < 0n ? -2n * signed - 1n : 2n * signed)
  for (; left > 127n; left >>= 7n) bytes.push(Number(left & 127n) | 128)
  return Number(left)
}

function needsOf(ops: readonly Op[]): number {
  const has = (...kinds: readonly Op['kind'][]): boolean => ops.some(({ kind }) => kinds.includes(kind))
  return (needsDirectory(ops) ? 1 : 0) + (has('read_audit') ? 2 : 0) + (has('send_fd', 'receive_fd') ? 4 : 0)
}

/** `enum route` of templates/routes/routes.h: a system call, and then the routes in order. */
const routeNumber = (op: Op): number => {
  const route = routeOf(op)
  return route === undefined ? 0 : routes.indexOf(route) + 1
}

const earlyRoutes = (ops: readonly Op[]): number =>
  ops
    .filter(op => routeOf(op)?.startsWith('early_') === true)
    .reduce((mask, op) => mask | (1 << routeNumber(op)), 0)

function encodeOp(op: Op, target: Target): readonly Value[] {
  const values = valuesOf(op, target)
  const slot = 'as' in op ? op.as : 0
  return [callNumber(op), op.actor ?? 0, routeNumber(op), slot, values.length, ...values]
}

const named = <T extends string>(name: T | number, numbers: Readonly<Record<T, number>>): number =>
  typeof name === 'number' ? name : numbers[name]

function valuesOf(op: Op, target: Target): readonly Value[] {
  switch (op.kind) {
    case 'socket':
    case 'socketpair':
      return [named(op.domain, families), named(op.type, socketTypes), named(op.protocol, protocols)]
    case 'bind':
    case 'connect':
    case 'bindx':
    case 'connectx':
      return [op.socket, ...addressOf(op.address)]
    case 'listen':
    case 'accept':
    case 'recv':
    case 'dup':
    case 'getsockname':
    case 'getsockopt':
    case 'getpeername':
    case 'close':
    case 'send_fd':
      return [op.socket]
    case 'sendto':
      return [op.socket, op.fastopen === true ? 1 : 0, ...addressOf(op.address)]
    case 'shutdown':
      return [op.socket, shutdowns[op.how]]
    case 'setsockopt':
      return [op.socket, op.value]
    case 'create_ruleset':
      return createRuleset(op, target)
    case 'add_rule':
      return [rulesetOf(op.ruleset), op.flags ?? 0, ruleTypeOf(op.type), ...ruleOf(op.attr)]
    case 'restrict_self':
      return [rulesetOf(op.ruleset), op.flags ?? 0]
    case 'seccomp':
      return [errnos[op.errno]]
    case 'drop_caps':
      return [(op.keep ?? []).reduce((mask, name) => mask | (1 << capabilities[name]), 0)]
    case 'fork':
      return [op.child]
    case 'open':
      return [op.access === 'O_WRONLY' ? 1 : 0]
    case 'kill':
      return [op.target]
    case 'race':
      return [op.tries]
    case 'setns':
      return [op.of]
    case 'take_fd':
      return [op.from, op.socket]
    case 'take_file':
      return [op.from]
    case 'query':
    case 'no_new_privs':
    case 'unshare':
    case 'receive_fd':
    case 'read_audit':
      return []
  }
}

const hosts = ['0.0.0.0', '127.0.0.1', '::', '::1', '::ffff:127.0.0.1'] as const

/** `address_form` of templates/executor/words.c and what belongs to it. */
function addressOf(address: Address | undefined): readonly Value[] {
  if (address === undefined) return [0, 0, 0, 0, 0, 0]
  if ('name' in address) return unixOf(address.name)
  const { family, host, port, length } = address
  return [host.includes(':') ? 2 : 1, families[family], hosts.indexOf(host), ...portOf(port), length ?? -1]
}

const unixOf = (name: string): readonly Value[] =>
  name === '' ? [3, 0, 0, 0, 0, 0] : [name.startsWith('@') ? 4 : 5, packed(name.slice(1)), 0, 0, 0, 0]

/** A short name as one number, the first byte lowest. */
function packed(name: string): bigint {
  const bytes = new TextEncoder().encode(name)
  if (bytes.length > 8) throw new Error(`the name ${name} is longer than 8 bytes`)
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)
}

/** `port_form` of templates/executor/words.c and what belongs to it. */
function portOf(port: Port): readonly Value[] {
  if (typeof port === 'number') return [0, port]
  return port.startsWith('of:') ? [2, Number(port.slice(3))] : [1, port.charCodeAt(0)]
}

const rulesetOf = (ref: RulesetRef): number => (typeof ref === 'number' ? ref : ref === 'none' ? -1 : -2)

const maskOf = (mask: Mask = []): bigint =>
  mask.reduce((sum, right) => sum | (1n << BigInt(bitOf(right))), 0n)

/** `attr_form` of templates/executor/words.c for what is no attribute. */
const pointerOf = (attr: null | 'unmapped'): number => (attr === null ? 0 : 1)

const wordCount = attrBytes / 8

function createRuleset(
  { attr, size, flags, last_byte }: OpOf<'create_ruleset'>,
  target: Target,
): readonly Value[] {
  const head = [flags ?? 0, size, last_byte ?? 0]
  if (!isObject(attr)) return [...head, pointerOf(attr)]
  return [...head, 2, ...wordsOf(attr, target)]
}

/** Field by field, as they stand in memory on a kernel of that ABI. */
function wordsOf(attr: RulesetAttr, { abi }: Target): readonly Value[] {
  const words = Array.from({ length: wordCount }, () => 0n)
  for (const [name, { offset }] of Object.entries(rulesetAttr))
    words[offset / 8] = maskOf(attr[name as keyof typeof rulesetAttr])
  if (attr.handled_access_socket !== undefined) words[attrSize(abi) / 8] = maskOf(attr.handled_access_socket)
  return words
}

const ruleTypeValues: Readonly<Record<string, { readonly value: number }>> = {
  ...ruleTypes,
  ...socketRuleTypes,
}

const ruleTypeOf = (type: OpOf<'add_rule'>['type']): number =>
  typeof type === 'number' ? type : (ruleTypeValues[type]?.value ?? 0)

const parents = ['directory', 'none', 'ruleset'] as const

function ruleOf(attr: OpOf<'add_rule'>['attr']): readonly Value[] {
  if (!isObject(attr)) return [pointerOf(attr), 0]
  const allowed = maskOf(attr.allowed_access)
  if ('port' in attr) return [2, allowed, ...portOf(attr.port)]
  if ('parent' in attr) return [3, allowed, parents.indexOf(attr.parent)]
  if ('domain' in attr) return [4, allowed, named(attr.domain, families), named(attr.type, socketTypes), 0]
  return [
    5,
    allowed,
    ...[named(attr.family, families), named(attr.type, socketTypes), named(attr.protocol, protocols)],
  ]
}
