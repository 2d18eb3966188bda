import t from 'tap'
import { mostOps, programMutator } from '../../../generator/fuzz/search/mutate-program.js'
import { programId } from '../../../generator/suite/codec.js'
import { at, bind, connect, listen, program, tcp, udp } from '../../../specs/arbitrary/ops.js'
import { ops } from '../../../specs/ops/all.js'
import type { Program } from '../../../specs/program.js'
import type { Target } from '../../../specs/target.js'
import { targets } from '../../targets.js'

const target = targets.at(-1) as Target
const pool: readonly Program[] = [
  program(tcp(0), bind(0, at('a')), listen(0)),
  program(udp(1, 'AF_INET6'), connect(1, at('b', 'AF_INET6'))),
]

const mutated = (seed: number, count = 500): readonly Program[] => {
  const mutate = programMutator(seed, target)
  return Array.from({ length: count }, () => mutate(pool))
}

t.test('the same seed breeds the same programs, another seed others', async t => {
  t.same(mutated(1), mutated(1))
  t.not(JSON.stringify(mutated(1)), JSON.stringify(mutated(2)))
})

t.test('mutated programs are many, and not those that they come from', async t => {
  const ids = new Set(mutated(1).map(programId))
  t.ok(ids.size > 200, `${ids.size} of 500 are different`)
  t.ok(
    pool.every(one => mutated(1).filter(other => programId(other) === programId(one)).length < 50),
    'few are as before',
  )
})

t.test('ops of one come into another, and fields of one into the other', async t => {
  const all = mutated(3)
  const mixes = all.filter(
    ({ ops }) => ops.some(op => op.kind === 'listen') && ops.some(op => op.kind === 'connect'),
  )
  t.ok(mixes.length > 0, 'both kinds of ops in one program')
  const bindOf = (family: string) => (op: Program['ops'][number]) =>
    op.kind === 'socket' &&
    op.domain === family &&
    op.type === (family === 'AF_INET' ? 'SOCK_DGRAM' : 'SOCK_STREAM')
  t.ok(
    all.some(({ ops }) => ops.some(bindOf('AF_INET')) || ops.some(bindOf('AF_INET6'))),
    'a socket of the family of one and the type of the other',
  )
})

t.test('no program grows without bound', async t => {
  const mutate = programMutator(5, target)
  let all: readonly Program[] = pool
  for (let round = 0; round < 300; round += 1) {
    const next = mutate(all)
    if (next.ops.length > 0) all = [...all, next]
  }
  t.ok(all.some(({ ops }) => ops.length > 10))
  t.ok(all.every(({ ops }) => ops.length <= mostOps))
})

t.test('every kind of op comes up by itself where the model says something about it', async t => {
  const found = new Set(mutated(7, 6000).flatMap(({ ops }) => ops.map(({ kind }) => kind)))
  // A race is said something about only before there is any socket.
  const wanted = ops
    .filter(({ kind, onDemand }) => kind !== 'race' && onDemand !== true)
    .map(({ kind }) => kind)
  t.strictSame(
    wanted.filter(kind => !found.has(kind)),
    [],
  )
})

t.test('whoever acts, or is spoken of, was forked before, and once', async t => {
  const forks = program(
    { kind: 'fork', child: 1 },
    { ...tcp(0), actor: 1 },
    { kind: 'kill', target: 1 },
    { kind: 'fork', child: 2 },
    { kind: 'take_fd', actor: 2, from: 1, socket: 0, as: 1 },
  )
  const mutate = programMutator(7, target)
  const all = Array.from({ length: 500 }, () => mutate([...pool, forks]))
  t.ok(all.some(({ ops }) => ops.some(op => op.actor === 1)))
  for (const { ops } of all) {
    const there = new Set([0])
    for (const op of ops) {
      if (!there.has(op.actor ?? 0)) t.fail(`actor ${op.actor} of ${JSON.stringify(ops)} is not there`)
      if (op.kind === 'kill' && !there.has(op.target)) t.fail(`${JSON.stringify(ops)} kills nobody`)
      if (op.kind === 'fork' && there.has(op.child)) t.fail(`${JSON.stringify(ops)} forks ${op.child} again`)
      if (op.kind === 'fork') there.add(op.child)
    }
  }
})
