import t from 'tap'
import { joiner } from '../generator/fuzz/search/join.js'
import { diff } from '../generator/judge/judge.js'
import { readProgram } from '../generator/suite/codec.js'
import {
  addRule,
  at,
  atOnce,
  bind,
  by,
  connect,
  create,
  enforce,
  layer,
  listen,
  program,
  tcp,
  udp,
} from '../specs/arbitrary/ops.js'
import { predict, silenceIn } from '../specs/model/predict.js'
import { faultAtOnce, placeInGroup, upTo } from '../specs/ops/at-once.js'
import { describe, sentenceOf } from '../specs/ops/describe.js'
import { simplerOps } from '../specs/ops/shrink.js'
import { asOp, type Op } from '../specs/program.js'
import { targets } from './targets.js'

const [, , target = fail()] = targets
function fail(): never {
  throw new Error('no target')
}

const fork: Op = { kind: 'fork', child: 1 }
const adds = by(1, addRule(0, { allow: ['bind_tcp'], port: 'a' }))
const theirs = by(1, bind(1, at('a')))
const made = create(target, 0, { handled_access_net: ['bind_tcp'] })

/** A rule is added while the ruleset is enforced, and then decides. */
const added = program(made, tcp(0), fork, atOnce(16, enforce(0), adds), bind(0, at('a')))
/** Two sockets of two processes are bound to one port. */
const bound = program(tcp(0), tcp(1), fork, atOnce(0, bind(0, at('a')), theirs), listen(0))

t.test(
  'ops at once give what one of their orders gives, and what follows either of what may be then',
  async t => {
    t.strictSame(predict(target, added)?.allowed.slice(3), [['OK'], ['OK'], ['EACCES', 'OK']])
    t.strictSame(predict(target, bound)?.allowed.slice(3, 5), [
      ['OK', 'EADDRINUSE'],
      ['EADDRINUSE', 'OK'],
    ])
  },
)

t.test('each order is judged as a whole: what two of them give does not mix', async t => {
  const before = ['OK', 'OK', 'OK'] as const
  const wrong = (one: 'OK' | 'EADDRINUSE', other: 'OK' | 'EADDRINUSE') =>
    diff(target, bound, [...before, one, other]).map(({ step, allowed }) => ({ step, allowed }))
  t.strictSame(wrong('OK', 'EADDRINUSE'), [])
  t.strictSame(wrong('EADDRINUSE', 'OK'), [])
  t.strictSame(wrong('OK', 'OK'), [{ step: 4, allowed: ['EADDRINUSE'] }])
  t.strictSame(wrong('EADDRINUSE', 'EADDRINUSE'), [{ step: 4, allowed: ['OK'] }])
})

t.test('three at once have six orders, and one of them is what each of them comes first in', async t => {
  const three = program(
    ...[tcp(0), tcp(1), tcp(2), fork, { kind: 'fork', child: 2 } as const],
    atOnce(0, bind(0, at('a')), ...by(1, bind(1, at('a'))), ...by(2, bind(2, at('a')))),
  )
  t.strictSame(predict(target, three)?.allowed.slice(5), [
    ['OK', 'EADDRINUSE'],
    ['EADDRINUSE', 'OK'],
    ['EADDRINUSE', 'OK'],
  ])
  const seen = (...last: readonly ('OK' | 'EADDRINUSE')[]) =>
    diff(target, three, ['OK', 'OK', 'OK', 'OK', 'OK', ...last]).length
  t.equal(seen('EADDRINUSE', 'EADDRINUSE', 'OK'), 0)
  t.equal(seen('EADDRINUSE', 'EADDRINUSE', 'EADDRINUSE'), 1)
  t.equal(seen('OK', 'EADDRINUSE', 'OK'), 1)
})

t.test(
  'the model is silent about two calls on one socket of datagrams, unless only one of them comes as far as the stack',
  async t => {
    const beside = by(1, connect(0, at('a')))
    const twice = (allow: 'a' | 'b') =>
      program(
        ...[udp(0), fork, layer(target, 0, ['bind_udp'], [{ allow: ['bind_udp'], port: allow }])],
        atOnce(0, bind(0, at('a')), beside),
      )
    t.match(silenceIn(target, twice('a')), { step: 5, id: 'group.unlocked' })
    t.strictSame(predict(target, twice('b'))?.allowed.slice(5), [['EACCES'], ['OK']])
  },
)

t.test(
  'what cannot begin together is an error where a program is read, and told to be the fault of the program by the model',
  async t => {
    const wrong = (...ops: readonly Op[]): void => {
      const one = program(tcp(0), tcp(1), fork, ops)
      t.throws(() => readProgram(JSON.stringify(one), 'here'), { code: 'E_PROGRAM' })
      t.match(silenceIn(target, one), { id: 'group.none' })
      t.match(faultAtOnce(one.ops), { at: 3 })
    }
    wrong(...atOnce(0, bind(0, at('a')), bind(1, at('b'))))
    wrong(...atOnce(0, { kind: 'close', socket: 0 }, theirs))
    wrong(...atOnce(0, { ...bind(0, at('a')), route: 'thread' }, theirs))
    t.throws(() => readProgram(JSON.stringify({ ops: [asOp({ ...tcp(0), at_once: 1 })] }), 'here'), {
      message: /no op before it/,
    })
    t.strictSame(readProgram(JSON.stringify(added), 'here').ops, added.ops)
  },
)

t.test('a program is cut only beside ops that begin together', async t => {
  t.strictSame(
    [2, 3, 4, 5].map(at => placeInGroup(added.ops, at)),
    [
      { place: 0, size: 1 },
      { place: 0, size: 2 },
      { place: 1, size: 2 },
      { place: 0, size: 1 },
    ],
  )
  t.strictSame(
    [2, 3, 4].map(at => upTo(added.ops, at).length),
    [3, 5, 5],
  )
})

t.test('two that listen on one port may both be refused, so the model does not say', async t => {
  const shares = (socket: number): Op => ({ kind: 'setsockopt', socket, option: 'SO_REUSEADDR', value: 1 })
  const share = (socket: number): readonly Op[] => [tcp(socket), shares(socket), bind(socket, at('a'))]
  const both = (port: 'a' | 'b') =>
    program(share(0), tcp(1), shares(1), bind(1, at(port)), fork, atOnce(0, listen(0), by(1, listen(1))))
  t.equal(silenceIn(target, both('a'))?.id, 'group.unlocked')
  t.equal(silenceIn(target, both('b')), undefined)
})

t.test('it is told in words, and is the first to go where a program is made smaller', async t => {
  const op = added.ops[4] ?? fork
  t.match(describe(op), /^actor 1: add_rule\(.*\), at once and 16 later$/)
  t.match(sentenceOf(op, true), /at the same time but for 16 units of delay\.$/)
  t.ok(simplerOps(op).some(one => !('at_once' in one)))
})

t.test('the fuzzer joins two calls of a program, by a process that is forked for the second one', async t => {
  const one = program(tcp(0), bind(0, at('a')))
  const join = joiner(1)
  const { ops } = join(one)
  t.match(ops, [{ kind: 'fork', child: 1 }, { kind: 'socket' }, { kind: 'bind', actor: 1 }])
  t.ok(ops[2] !== undefined && 'at_once' in ops[2])
  t.strictSame(joiner(1)(one), { ops }, 'the same seed gives the same')
  t.equal(faultAtOnce(ops), undefined)
  const closed = program(tcp(0), { kind: 'close', socket: 0 })
  t.same(join(closed), closed)
  const apart = program(made, tcp(0), fork, enforce(0), adds)
  const both = Array.from({ length: 40 }, () => join(apart).ops)
  t.ok(both.some(joined => joined.length === apart.ops.length && 'at_once' in (joined[4] ?? {})))
})

t.test(
  'the fuzzer lets a thread of a process look at /proc while another one waits for all threads',
  async t => {
    const forAll: Op = { kind: 'restrict_self', ruleset: 0, flags: 8, actor: 1 }
    const join = joiner(1)
    const all = Array.from({ length: 80 }, () => join(program(made, fork, forAll, tcp(0))).ops)
    const looks = all.filter(ops => ops.some(({ kind }) => kind === 'look'))
    t.ok(looks.length > 0 && looks.length < all.length / 2)
    for (const ops of looks) {
      const [forked, look, enforced] = ['fork', 'look', 'restrict_self'].map(kind =>
        ops.findIndex(op => op.kind === kind),
      )
      t.match(ops[look ?? -1], { kind: 'look', actor: 1 })
      t.ok((forked ?? 0) < (look ?? 0) && (look ?? 0) < (enforced ?? 0))
      t.equal(faultAtOnce(ops), undefined)
    }
    t.notOk(join({ ops: looks[0]?.slice(0, -2) ?? [] }).ops.some(({ kind }) => kind === 'look'))
  },
)
