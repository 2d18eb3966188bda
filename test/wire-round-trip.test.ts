import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { logCalls, wireCalls } from '../generator/suite/render/wire/calls.js'
import { forms } from '../generator/suite/render/wire/forms.js'
import { encode } from '../generator/suite/render.js'
import { anyOp } from '../specs/arbitrary/any-op.js'
import { attrSize } from '../specs/attr-size.js'
import { bitOf } from '../specs/model/rights.js'
import { namesOf } from '../specs/names-of.js'
import { type Treatments, treating } from '../specs/ops/op.js'
import { filledBy, needsOf, ownFields } from '../specs/ops/uses.js'
import { devices, hosts, parents } from '../specs/ops/values.js'
import { type Mask, type Op, type Port, routeOf, routes } from '../specs/program.js'
import type { Target } from '../specs/target.js'
import { rulesetAttr } from '../specs/uapi/landlock.js'
import { families, protocols, socketTypes } from '../specs/uapi/socket.js'
import { designTargets } from './design-targets.js'
import { runs } from './fuzz-runs.js'
import { targets } from './targets.js'

/** What a kernel sees of the value of a field: numbers for names, and the same for what is absent and what that stands for. */
type Meant = unknown

const meantMask = (mask: Mask = []): readonly number[] => [...new Set(mask.map(bitOf))].sort((a, b) => a - b)
const number = (name: string | number, table: Readonly<Record<string, number>>): Meant =>
  typeof name === 'number' ? name : table[name]
const meantPort = (port: Port): Meant =>
  typeof port === 'string' && port.startsWith('of:') ? { of: Number(port.slice(3)) } : port
const zero = (_: unknown, value: number | undefined): Meant => value ?? 0

/** What the field of an op means. */
const meant = treating<Target, Meant>({
  made: zero,
  slot: zero,
  actor: zero,
  flags: zero,
  number: zero,
  size: zero,
  word: (_, word) => word,
  ruleset: (_, ref) => ref,
  constant: ({ table }, value = 0) => number(value, table),
  set: ({ table }, names = []) => names.map(name => table[name]).toSorted(),
  sign: (_, isSet = false) => isSet,
  address: (_, address) => {
    if (address === undefined || 'name' in address) return address?.name
    if ('hash' in address) return { hash: address.hash }
    if ('device' in address) return { protocol: address.protocol, device: devices.indexOf(address.device) }
    if ('cid' in address) return { cid: address.cid, port: meantPort(address.port) }
    const { family, host, port, length = -1 } = address
    return { family: families[family], host, port: meantPort(port), length }
  },
  rule: (_, attr) => {
    if (attr === null || attr === 'unmapped') return attr
    const { allowed_access } = attr
    const mask = meantMask(allowed_access)
    if ('port' in attr) return { mask, port: meantPort(attr.port) }
    if ('parent' in attr) return { mask, parent: attr.parent }
    const type = number(attr.type, socketTypes)
    if ('domain' in attr) return { mask, domain: number(attr.domain, families), type }
    return { mask, family: number(attr.family, families), type, protocol: number(attr.protocol, protocols) }
  },
  attr: (_, attr, { abi }) => {
    if (attr === null || attr === 'unmapped') return attr
    const words: (readonly number[])[] = Array.from({ length: 7 }, () => [])
    for (const name of namesOf(rulesetAttr)) words[rulesetAttr[name].offset / 8] = meantMask(attr[name])
    if (attr.handled_access_socket !== undefined)
      words[attrSize(abi) / 8] = meantMask(attr.handled_access_socket)
    return words
  },
})

/** Takes one number after the other. */
type Take = () => bigint

const int = (take: Take): number => Number(take())
const maskIn = (take: Take): readonly number[] => {
  const mask = BigInt.asUintN(64, take())
  return Array.from({ length: 64 }, (_, bit) => bit).filter(bit => ((mask >> BigInt(bit)) & 1n) === 1n)
}
const portIn = (take: Take): Meant => {
  const [form, value] = [forms.port_form[int(take)], int(take)]
  if (form === 'BY_NUMBER') return value
  return form === 'OF_SOCKET' ? { of: value } : String.fromCharCode(value)
}
const nameIn = (take: Take): string => {
  let [text, left] = ['', take()]
  for (; left > 0n; left >>= 8n) text += String.fromCharCode(Number(left & 255n))
  return text
}
const parentIn = (take: Take): Meant => {
  const form = int(take)
  return forms.parent[form] === 'PATH' ? `/${nameIn(take)}` : parents[form]
}

/** What the numbers of a field mean: the executor's reading of them, in TypeScript. */
const readings: Treatments<Take, Meant> = {
  made: () => undefined,
  word: () => undefined,
  slot: (_, __, take) => int(take),
  actor: (_, __, take) => int(take),
  flags: (_, __, take) => int(take),
  number: (_, __, take) => int(take),
  size: (_, __, take) => int(take),
  constant: (_, __, take) => int(take),
  sign: (_, __, take) => int(take) === 1,
  ruleset: (_, __, take) => {
    const ref = int(take)
    return ref === -1 ? 'none' : ref === -2 ? 'foreign' : ref === -3 ? -2 : ref
  },
  set: ({ table }, _, take) => {
    const mask = maskIn(take)
    return Object.values(table)
      .filter(bit => mask.includes(bit))
      .toSorted()
  },
  address: (_, __, take) => {
    const form = forms.address_form[int(take)]
    if (form === 'NO_ADDRESS') return undefined
    if (form === 'NAMELESS') return ''
    if (form === 'ABSTRACT' || form === 'PATHNAME') return `${form === 'ABSTRACT' ? '@' : '/'}${nameIn(take)}`
    if (form === 'ALG_HASH') return { hash: nameIn(take) }
    if (form === 'PACKETS') return { protocol: int(take), device: int(take) }
    if (form === 'VSOCK') {
      const cid = int(take)
      take()
      return { cid, port: portIn(take) }
    }
    return { family: int(take), host: hosts[int(take)], port: portIn(take), length: int(take) }
  },
  rule: (_, __, take) => {
    const form = forms.rule_form[int(take)]
    if (form === 'NULL_RULE' || form === 'UNMAPPED_RULE') return form === 'NULL_RULE' ? null : 'unmapped'
    const mask = maskIn(take)
    if (form === 'NET_PORT') return { mask, port: portIn(take) }
    if (form === 'PATH_BENEATH') return { mask, parent: parentIn(take) }
    if (form === 'SOCKET') return { mask, domain: int(take), type: int(take) }
    return { mask, family: int(take), type: int(take), protocol: int(take) }
  },
  attr: (_, __, take) => {
    const form = forms.attr_form[int(take)]
    if (form !== 'OWN') return form === 'UNMAPPED' ? 'unmapped' : null
    return Array.from({ length: 7 }, () => maskIn(take))
  },
}
const reading = treating(readings)

/** The widths of fields that are filled up with zeros. */
const widths: Readonly<Record<string, number>> = { address: 6, rule: 5, attr: 8 }

/** The numbers on the wire: groups of seven bits, the lowest first, what is below zero odd. */
function* numbersIn(bytes: Uint8Array): Generator<bigint> {
  let [value, shift] = [0n, 0n]
  for (const byte of bytes) {
    value |= BigInt(byte & 127) << shift
    shift += 7n
    if (byte & 128) continue
    yield value & 1n ? -((value + 1n) / 2n) : value / 2n
    ;[value, shift] = [0n, 0n]
  }
}

/** An op as it is read again, of a kind that is known; undefined if anything is left over. */
function readOp(take: Take, like: Op): object | undefined {
  const [call, actor, route, later] = [int(take), int(take), int(take), int(take)]
  const [slot, count] = [int(take), int(take)]
  const values = Array.from({ length: count }, take)
  const next: Take = () => values.shift() ?? 0n
  const fields: [string, Meant][] = []
  for (const [name, field] of ownFields(like)) {
    const before = values.length
    fields.push([name, reading(field, undefined, next)])
    for (let width = before - values.length; width < (widths[field.field] ?? 0); width += 1) next()
  }
  return values.length > 0
    ? undefined
    : { call, actor, route, later, slot, fields: Object.fromEntries(fields) }
}

/** The call that the executor makes: what its name says besides the kind are its words, which stand nowhere else. */
const saysWords = (op: Op, call: number): boolean => {
  const log = logCalls.find(({ number }) => number === call)
  if (log !== undefined) return log.name === op.kind
  const [kind, ...words] = wireCalls[call]?.name.split(' ') ?? []
  const own = ownFields(op).filter(([, { field }]) => field === 'word')
  const used = own.map(([name]): unknown => Reflect.get(op, name)).filter(word => word !== undefined)
  return kind === op.kind && used.every(word => words.includes(String(word)))
}

const all: readonly Target[] = [...targets, ...designTargets.slice(-1)]
const drawn = fc.nat({ max: all.length - 1 }).chain(of =>
  fc.record({
    of: fc.constant(of),
    ops: fc.array(anyOp(all[of] ?? fail()), { minLength: 1, maxLength: 3 }),
    number: fc.nat(),
  }),
)

function fail(): never {
  throw new Error('no target')
}

const wanted = (op: Op, target: Target): object => ({
  actor: op.actor ?? 0,
  route: routeOf(op),
  later: 0,
  slot: filledBy(op)?.slot ?? 0,
  fields: Object.fromEntries(
    ownFields(op).map(([name, field]) => [
      name,
      ['made', 'word'].includes(field.field) ? undefined : meant(field, Reflect.get(op, name), target),
    ]),
  ),
})

t.test('every op comes back from the wire with all that it means', async () => {
  fc.assert(
    fc.property(drawn, ({ of, ops, number }) => {
      const target = all[of] ?? fail()
      const bytes = encode({ ops }, number, target)
      const numbers = numbersIn(bytes.slice(1))
      const take: Take = () => numbers.next().value ?? -99n
      const [mark, id, needs, , count] = [bytes[0], int(take), int(take), int(take), int(take)]
      const isHead = mark === 76 && id === number && count === ops.length
      const isNeeded = ((needs & 1) === 1) === ops.some(op => needsOf(op).includes('directory'))
      const back = ops.map(op => readOp(take, op))
      return (
        isHead &&
        isNeeded &&
        numbers.next().done === true &&
        back.every((one, index) => {
          const op = ops[index] ?? fail()
          if (one === undefined || !('call' in one) || !('route' in one)) return false
          const { call, route, ...rest } = one
          const seen = { ...rest, route: route === 0 ? undefined : routes[Number(route) - 1] }
          return isDeepStrictEqual(seen, wanted(op, target)) && saysWords(op, Number(call))
        })
      )
    }),
    runs(2_000),
  )
})
