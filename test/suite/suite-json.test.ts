import t from 'tap'
import { programId, writeJson } from '../../generator/suite/codec.js'
import type { Suite } from '../../generator/suite/suite.js'
import {
  expectedFile,
  madeOf,
  manifestOf,
  readManifest,
  readSuite,
} from '../../generator/suite/suite-json.js'
import type { Program } from '../../specs/program.js'

const program: Program = { ops: [{ kind: 'drop_caps' }, { kind: 'listen', socket: 0 }] }

const suite: Suite = {
  target: {
    abi: 11,
    errata: null,
    behaviours: ['hook_by_right'],
    designs: ['socket-create'],
    lacks: { compat: 'SIGSEGV' },
    sockets: { '2:1:0': { root: 'OK', dropped: 'OK' }, '17:3:0': { root: 'OK', dropped: 'EPERM' } },
  },
  seed: 7,
  laws: [{ name: 'a-law', claim: 'It holds.', place: 'specs/laws/a-law.ts:3' }],
  tests: [
    {
      name: 'a_law_0',
      law: 'a-law',
      id: programId(program),
      program,
      allowed: program.ops.map(() => ['OK', 'EACCES']),
      clauses: program.ops.map(() => ['net.bind.ok']),
    },
  ],
  notRunnable: [{ feature: 'compat', refused: 'SIGSEGV', programs: 3 }],
}

const expected = expectedFile(suite)
const made = madeOf(suite, [{ path: 'a.c', content: 'int a;' }, expected])
const manifest = writeJson(manifestOf(suite, made, { landlockstep: '0' }))

const read = (expected: string, manifest: string): Suite =>
  readSuite(expected, readManifest(manifest, 'suite/manifest.json'), 'suite')

t.test('a suite comes back from its two files as it was', async t => {
  t.strictSame(read(expected.content, manifest), suite)
})

t.test('the id of a suite is that of all that it is made of and was made for', async t => {
  const others: readonly (readonly [Suite, string])[] = [
    [suite, 'int b;'],
    [{ ...suite, seed: 8 }, 'int a;'],
    [{ ...suite, target: { ...suite.target, errata: 1 } }, 'int a;'],
  ]
  const ids = others.map(
    ([suite, content]) => madeOf(suite, [{ path: 'a.c', content }, expectedFile(suite)]).id,
  )
  t.equal(new Set([made.id, ...ids]).size, 4)
  t.equal(
    madeOf(JSON.parse(JSON.stringify(suite)), [{ path: 'a.c', content: 'int a;' }, expected]).id,
    made.id,
  )
})

t.test('what was changed of a suite is no suite', async t => {
  const changed = (expected: string, manifest: string, message: RegExp) =>
    t.throws(() => read(expected, manifest), { code: 'E_SUITE', message })
  changed(expected.content.replace('EACCES', 'EPERM'), manifest, /expected\.json was changed/)
  changed(expected.content, manifest.replace('"seed": 7', '"seed": 8'), /manifest\.json was changed/)
  changed(expected.content, manifest.replace('hook_by_right', 'early_mute'), /manifest\.json was changed/)
  changed(expected.content, manifest.replace('"a.c"', '"b.c"'), /manifest\.json was changed/)
})

t.test(
  'a manifest of an older version says to run again, and one with a foreign path is refused',
  async t => {
    const { suite: _, ...old } = JSON.parse(manifest)
    t.throws(() => read(expected.content, writeJson(old)), { code: 'E_SUITE', message: /run again/ })
    for (const path of ['../a.c', '/a.c', 'x/../../a.c', ''])
      t.throws(() => read(expected.content, manifest.replace('"a.c"', JSON.stringify(path))), {
        code: 'E_SUITE',
      })
  },
)

t.test('expected.json that does not go together is refused', async t => {
  const bad = (from: string | RegExp, to: string, message: RegExp) => {
    const text = expected.content.replace(from, to)
    t.not(text, expected.content)
    const other = madeOf(suite, [{ path: 'expected.json', content: text }])
    t.throws(() => read(text, writeJson(manifestOf(suite, other, {}))), { code: 'E_SUITE', message })
  }
  bad('"listen"', '"recv"', /^suite\/expected\.json: tests\[0\]\.id: expected the id of the program/)
  bad('["OK", "EACCES"]', '["constructor"]', /allowed\[0\]\[0\]: expected an outcome/)
  bad('["OK", "EACCES"],', '', /tests\[0\]\.allowed: expected one list for each op/)
  bad('["net.bind.ok"],', '', /tests\[0\]\.clauses: expected one list for each op/)
  bad('"a_law_0"', '"../a_law_0"', /tests\[0\]\.name: expected the name of a test/)
  bad(/"a-law"/g, '"../a-law"', /laws\[0\]\.name: expected the name of a law/)
  bad('"law": "a-law"', '"law": "b-law"', /^suite\/expected\.json: tests: expected tests of these laws/)
})
