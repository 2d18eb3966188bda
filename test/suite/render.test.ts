import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { render } from '../../generator/suite/render.js'
import type { Suite, Test } from '../../generator/suite/suite.js'
import { ops } from '../../specs/ops/all.js'
import type { Address } from '../../specs/program.js'
import { errnos } from '../../specs/uapi/errno.js'
import { everyOp, golden } from '../data/every-op/suite.js'

const near = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const rendered = (suite: Suite) => new Map(render(suite).map(({ path, content }) => [path, content]))

const [first] = everyOp.tests
if (first === undefined) throw new Error('the example has no test')

/** The example with one test, of this many steps, instead of its own. */
const repeated = (steps: number, change: Partial<Test> = {}): Suite => {
  const op = {
    kind: 'bind',
    socket: 0,
    address: { family: 'AF_INET', host: '127.0.0.1', port: 2000 },
  } as const
  const test = {
    ...first,
    program: { ops: Array.from({ length: steps }, () => op) },
    allowed: Array.from({ length: steps }, () => ['OK'] as const),
    ...change,
  }
  return { ...everyOp, tests: [test] }
}

t.test('the example has every kind of op', async t => {
  const kinds = new Set(everyOp.tests.flatMap(({ program }) => program.ops.map(({ kind }) => kind)))
  t.same([...kinds].sort(), ops.map(({ kind }) => kind).sort())
})

t.test('what is rendered is the golden C, byte by byte', async t => {
  const files = rendered(everyOp)
  for (const path of golden)
    t.equal(files.get(path), readFileSync(near(`../data/every-op/${path}`), 'utf8'), path)
})

t.test('a suite that was written and read again gives the same bytes', async t => {
  t.same(render(JSON.parse(JSON.stringify(everyOp))), render(everyOp))
})

t.test('no line of C is wider than 100 columns', async t => {
  const lines = render(everyOp).flatMap(({ content }) => content.split('\n'))
  const tooWide = lines.filter(line => line.replaceAll('\t', '        ').length > 100)
  t.same(tooWide, [])
})

t.test('every errno with a name in the specs has the same name in C', async t => {
  const names = rendered(everyOp)
    .get('errno_names.h')
    ?.match(/(?<=^\[)\w+/gm)
  t.same(names, Object.keys(errnos))
})

t.test('laws come in the order of the tests, not of the catalogue', async t => {
  const laws = rendered({ ...everyOp, laws: everyOp.laws.toReversed() }).get('laws.c')
  t.equal(laws, rendered(everyOp).get('laws.c'))
})

t.test('ports of letters keep away from ports of numbers', async t => {
  t.match(rendered(repeated(1)).get('laws.c'), /reserved_ports\[\] = \{\n\t2000,\n\t16385,\n\t0,\n\};/)
  const tests = Array.from({ length: 7500 }, () => repeated(1).tests[0] as Test)
  t.throws(() => render({ ...everyOp, tests }), { code: 'E_PORTS', message: /7500 tests .* do for 7499/ })
  t.ok(rendered({ ...everyOp, tests: tests.slice(1) }).has('laws.c'))
})

t.test('an outcome without a name is a number in C', async t => {
  const suite = JSON.parse(JSON.stringify(repeated(1)).replace('[["OK"]]', '[["E524"]]'))
  t.match(rendered(suite).get('sockets_work.c'), 'EXPECT_STEP(0, -524, bind_address(')
})

t.test('only a program with a path, or a rule for paths, gets a directory', async t => {
  const suite = (address: Address): Suite =>
    repeated(1, { program: { ops: [{ kind: 'bind', socket: 0, address }] } })
  const macroOf = (suite: Suite) => /^TEST\w*(?=\()/m.exec(rendered(suite).get('sockets_work.c') ?? '')?.[0]
  t.equal(macroOf(suite({ family: 'AF_UNIX', name: '@name' })), 'TEST')
  t.equal(macroOf(suite({ family: 'AF_UNIX', name: '' })), 'TEST')
  t.equal(macroOf(suite({ family: 'AF_UNIX', name: '/name' })), 'TEST_WITH_DIRECTORY')
  t.match(rendered(everyOp).get('rules_decide.c'), /TEST_WITH_DIRECTORY\(rules_decide_3\)/)
})

t.test('send(2) with an address is a bug and says so', async t => {
  const address = { family: 'AF_UNIX', name: '' } as const
  const ops = [{ kind: 'sendto', socket: 0, address, via: 'send' }] as const
  t.throws(() => render(repeated(1, { program: { ops } })), { message: /send\(2\) no address/ })
})

t.test('what no suite should contain is a bug and says so', async t => {
  const mixed = { ...everyOp, tests: [...everyOp.tests, first] }
  t.throws(() => render(mixed), { message: /not in the order of their laws/ })
  t.throws(() => render({ ...everyOp, laws: [] }), { message: /sockets-work, which is no law/ })
  t.throws(() => render(repeated(513)), { code: 'E_PROGRAM', message: /513 steps/ })
  const listens = Array.from({ length: 65 }, (_, socket) => ({ kind: 'listen', socket }) as const)
  t.throws(() => render(repeated(65, { program: { ops: listens } })), {
    code: 'E_PROGRAM',
    message: /65 slots, more than 64/,
  })
  t.throws(() => render(repeated(1, { allowed: [['=nonsense']] })), { message: /observes =nonsense/ })
  t.throws(() => render(repeated(1, { allowed: [[]] })), { message: /0 allowed outcomes/ })
  t.throws(() => render({ ...everyOp, tests: Array.from({ length: 7501 }, () => first) }), {
    code: 'E_PORTS',
  })
})
