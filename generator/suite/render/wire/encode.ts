import { delayOf } from '../../../../specs/ops/at-once.js'
import { filledBy, needsOf, ownFields, routesOf } from '../../../../specs/ops/uses.js'
import { type Op, type Program, type Route, routeOf, routes } from '../../../../specs/program.js'
import type { Target } from '../../../../specs/target.js'
import { callNumber } from './calls.js'
import { encodeField, type Value } from './fields.js'

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
  for (const value of [number, neededBits(ops), earlyRoutes(ops), ops.length]) put(bytes, value)
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

/** NEEDS_DIRECTORY and what follows it in templates/executor/wire.c, by bits. */
const needs: readonly string[] = ['directory', 'audit', 'mailbox', 'events']

function neededBits(ops: readonly Op[]): number {
  let bits = 0
  for (const op of ops)
    for (const what of needsOf(op)) {
      const bit = needs.indexOf(what)
      if (bit >= 0) bits |= 1 << bit
    }
  return bits
}

/** `enum route` of templates/routes/routes.h: a system call, and then the routes in order. */
const routeNumber = (route: Route | undefined): number =>
  route === undefined ? 0 : routes.indexOf(route) + 1

const earlyRoutes = (ops: readonly Op[]): number =>
  ops
    .flatMap(routesOf)
    .filter(route => route.startsWith('early_'))
    .reduce((mask, route) => mask | (1 << routeNumber(route)), 0)

function encodeOp(op: Op, target: Target): readonly Value[] {
  const values: Value[] = []
  for (const [name, field] of ownFields(op)) values.push(...encodeField(field, Reflect.get(op, name), target))
  return [
    callNumber(op),
    op.actor ?? 0,
    routeNumber(routeOf(op)),
    (delayOf(op) ?? -1) + 1,
    filledBy(op)?.slot ?? 0,
    values.length,
    ...values,
  ]
}
