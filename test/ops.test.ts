import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { isProgram, readProgram, writeJson } from '../generator/suite/codec.js'
import { describe } from '../generator/suite/describe.js'
import { callOf } from '../generator/suite/render/fields.js'
import { callNumber, logCalls, wireCalls } from '../generator/suite/render/wire/calls.js'
import { encode } from '../generator/suite/render.js'
import { anyOp, anyOpOf } from '../specs/arbitrary/any-op.js'
import { ops } from '../specs/ops/all.js'
import { sentenceOf } from '../specs/ops/describe.js'
import { commonFields } from '../specs/ops/op.js'
import { simplerOps } from '../specs/ops/shrink.js'
import { descriptionOf } from '../specs/ops/uses.js'
import type { Op } from '../specs/program.js'
import type { Target } from '../specs/target.js'
import { designTargets } from './design-targets.js'
import { runs } from './fuzz-runs.js'
import { targets } from './targets.js'

const home = fileURLToPath(new URL('../', import.meta.url))
const all = [...targets, ...designTargets.slice(-1)]
/** An op as it is drawn under some target; which one stands for it where a property fails. */
const anywhere = fc.nat({ max: all.length - 1 }).chain(of => anyOp(all[of] ?? fail()).map(op => ({ of, op })))
const targetOf = (of: number): Target => all[of] ?? fail()

function fail(): never {
  throw new Error('no target')
}

t.test('an op that is drawn is one as JSON, and comes back from it', async () => {
  fc.assert(
    fc.property(anywhere, ({ op }) => {
      const program = { ops: [op] }
      return isProgram(program) && isDeepStrictEqual(readProgram(writeJson(program), 'p'), program)
    }),
    runs(2000),
  )
})

t.test('every op has words, a call in C and one on the wire, and nothing is left open in them', async () => {
  fc.assert(
    fc.property(anywhere, ({ of, op }) => {
      const texts = [describe(op), sentenceOf(op, true), callOf(op, 0, targetOf(of))]
      const isKnown = callNumber(op) < wireCalls.length + logCalls.length
      return isKnown && encode({ ops: [op] }, 0, targetOf(of)).length > 5 && texts.every(isWhole)
    }),
    runs(2000),
  )
})

/** A brace is the beginning of an attribute in words, never of a field. */
const isWhole = (text: string): boolean => !/undefined|\{(\.\.\.)?\w+\}|\[object|NaN/.test(text)

t.test(
  'every value on the wire has its place: as many numbers for each op of a call, and no more than there is room for',
  async t => {
    const counts = new Map<number, number>()
    fc.assert(
      fc.property(anywhere, ({ of, op }) => {
        // Its number, its needs, early routes and how many ops; then its call, its actor, its route, what it waits for, its slot.
        const numbers = numbersIn(encode({ ops: [op] }, 0, targetOf(of)).slice(1))
        const [, , , , call = 0, , , , , count = 0] = numbers
        const known = counts.get(call) ?? count
        counts.set(call, count)
        return known === count && numbers.length === 10 + count && count <= 16
      }),
      runs(2000),
    )
    t.ok(counts.size > 50)
  },
)

/** The numbers of the wire, which begin each where the one before ends. */
function numbersIn(bytes: Uint8Array): readonly number[] {
  const found: bigint[] = []
  let [number, shift] = [0n, 0n]
  for (const byte of bytes) {
    number |= BigInt(byte & 127) << shift
    shift += 7n
    if (byte & 128) continue
    found.push(number)
    ;[number, shift] = [0n, 0n]
  }
  return found.map(one => Number(one / 2n))
}

t.test('what is simpler is an op of the same kind, and whoever goes on comes to an end', async () => {
  fc.assert(
    fc.property(anywhere, fc.infiniteStream(fc.nat()), ({ op }, choices) => {
      let one: Op | undefined = op
      for (let step = 0; step < 200; step += 1) {
        const simpler: readonly Op[] = one === undefined ? [] : simplerOps(one)
        if (simpler.length === 0) return true
        if (!simpler.every(less => less.kind === op.kind && isProgram({ ops: [less] }))) return false
        one = simpler[(choices.next().value ?? 0) % simpler.length]
      }
      return false
    }),
    runs(1000),
  )
})

t.test(
  'each field of each op is drawn in several ways, and made simpler where it is not the simplest',
  async t => {
    const [target] = designTargets.slice(-1)
    if (target === undefined) throw new Error('no target')
    for (const description of ops) {
      const drawn = fc.sample(anyOpOf(target, description.kind), { seed: 1, numRuns: 400 })
      for (const name of Object.keys({ ...commonFields(description), ...description.fields })) {
        const values = new Set(drawn.map(op => JSON.stringify(Reflect.get(op, name))))
        t.ok(values.size > 1, `${description.kind}.${name} is drawn as ${[...values]}`)
        const isSimpler = drawn.some(op =>
          simplerOps(op).some(less => !isDeepStrictEqual(Reflect.get(less, name), Reflect.get(op, name))),
        )
        t.ok(isSimpler, `${description.kind}.${name} is made simpler`)
      }
    }
  },
)

t.test('an op without a field that does not go with another is simpler, one with it is none', async t => {
  const op: Op = { kind: 'sendto', socket: 0, via: 'sendmsg', address: { family: 'AF_UNIX', name: '' } }
  t.notOk(simplerOps(op).some(one => descriptionOf(one).refused?.when(one)))
  t.ok(simplerOps(op).some(one => one.kind === 'sendto' && one.via === undefined))
})

/** Files below some folders that name one of these words. */
const naming = (words: RegExp, ...folders: readonly string[]): readonly string[] =>
  folders
    .flatMap(folder =>
      readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' }).map(path => join(folder, path)),
    )
    .filter(path => /\.(ts|c|h|hbs)$/.test(path) && words.test(readFileSync(join(home, path), 'utf8')))
    .sort()

t.test('an op is in five files: those that CONTRIBUTING.md lists', async t => {
  const [, section = ''] =
    /^## How to add an op$([\s\S]*?)^## /m.exec(readFileSync(join(home, 'CONTRIBUTING.md'), 'utf8')) ?? []
  const listed = [...section.matchAll(/^\d\. `(.*?)`/gm)].map(([, path = '']) => path)
  const clauses = 'specs/model/clauses.ts'
  const found = naming(/\btake_?[fF]ile\b/, 'specs/ops', 'specs/model', 'generator', 'templates')
  t.strictSame([...found, clauses].sort(), listed.toSorted())
  t.match(readFileSync(join(home, clauses), 'utf8'), "'pass.file'")
  t.equal(listed.length, 5)
})

t.test('where suites are made, no op has a case of its own', async t => {
  const kinds = ops.map(({ kind }) => kind).filter(kind => kind !== 'socket')
  const cases = new RegExp(`case '(${kinds.join('|')})'`)
  t.strictSame(naming(cases, 'generator/suite', 'generator/fuzz', 'generator/compare', 'specs/ops'), [])
})
