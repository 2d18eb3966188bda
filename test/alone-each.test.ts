import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { exec } from '../generator/shared/exec.js'
import { aloneView } from '../generator/suite/render/alone/view.js'
import { callOf } from '../generator/suite/render/fields.js'
import { renderReproducer, type ShownFinding } from '../generator/suite/render.js'
import { atOnce, by, tcp } from '../specs/arbitrary/ops.js'
import { races } from '../specs/ops/races.js'
import { descriptionOf } from '../specs/ops/uses.js'
import type { Op } from '../specs/program.js'
import { everyOp } from './data/every-op/suite.js'
import { emptyFolder } from './empty-folder.js'

const { target, tests } = everyOp

const answers = { port: '=ephemeral', value: '=0', records: '=none' } as const

/** A program of one op; `outcomes` are empty where a kernel did not survive it. */
function only(op: Op, isLost: boolean): ShownFinding {
  const { reading } = descriptionOf(op)
  const right = reading === undefined ? 'OK' : answers[reading]
  return {
    test: { program: { ops: [op] }, allowed: [[right]] },
    target,
    about: ['x'],
    name: 'only',
    step: 0,
    observed: 'EPERM',
    outcomes: isLost ? [] : ['EPERM'],
  }
}

/** Every call that C has, with what it is given by name, once each. */
const formOf = (op: Op): string =>
  `${op.kind} ${(callOf(op, 0, target).match(/[a-z]\w+(?=\()|[A-Z]\w+/g) ?? []).join(' ')}`
const plain = ({ actor: _, ...op }: Op): Op => op as Op
const all = tests.flatMap(({ program }) => program.ops.map(plain))
const more: readonly Op[] = [
  ...races.map((pair): Op => ({ kind: 'race', pair, tries: 9 })),
  ...(['socket', 'bind', 'connect'] as const).map((call): Op => ({ kind: 'seccomp', call, errno: 'EPERM' })),
  { kind: 'socket', as: 0, domain: 'AF_INET', type: 'SOCK_DGRAM', protocol: 'IPPROTO_ICMP' },
]
const each = [...new Map([...all, ...more].map(op => [formOf(op), op])).values()]
const first = [...new Map(each.map(op => [op.kind, op])).values()]
const ways = first.flatMap(op => descriptionOf(op).routes.map(route => ({ ...op, route }) as Op))

t.test('each op by itself brings the C that it needs, and no more than that', async t => {
  const folder = emptyFolder()
  const flags = ['-Wall', '-Wextra', '-Werror', '-Wmissing-prototypes', '-c', '-o', '/dev/null']
  const shown = [...each, ...ways.filter((_, index) => index % 4 === 0)]
  t.ok(shown.length > 80)
  const compile = async (op: Op, index: number): Promise<string> => {
    const path = join(folder, `${index}.c`)
    writeFileSync(path, renderReproducer(only(op, index % 3 === 0)))
    return (await exec('gcc', [...flags, path])).stderr
  }
  for (let index = 0; index < shown.length; index += 2) {
    const pair = shown.slice(index, index + 2)
    t.strictSame(
      await Promise.all(pair.map((op, at) => compile(op, index + at))),
      pair.map(() => ''),
    )
  }
})

t.test('each name that C asks for is one that some program needs', async t => {
  const home = fileURLToPath(new URL('../templates/', import.meta.url))
  const asked = ['alone', 'calls', 'harness', 'routes'].flatMap(folder =>
    readdirSync(join(home, folder)).flatMap(file => [
      ...readFileSync(join(home, folder, file), 'utf8').matchAll(/\bNEED\((\w+)\)/g),
    ]),
  )
  const fork: Op = { kind: 'fork', child: 1 }
  const together = [fork, ...atOnce(0, tcp(0), ...by(1, tcp(0)))]
  const views = [
    aloneView({
      ...only(fork, true),
      test: { program: { ops: together }, allowed: together.map(() => ['OK']) },
    }),
    ...tests.map(test => aloneView({ ...only({ kind: 'no_new_privs' }, true), test })),
    ...[...each, ...ways].map(op => aloneView(only(op, false))),
  ]
  const given = new Set(views.flatMap(({ needs }) => [...needs.reproducer]))
  t.strictSame(
    [...new Set(asked.map(([, name = '']) => name))].filter(name => !given.has(name)),
    [],
  )
})
