import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { Project } from 'ts-morph'
import { regression } from '../../../generator/fuzz/findings/regression.js'
import { exec } from '../../../generator/shared/exec.js'
import type { SourceFile } from '../../../generator/shared/folders.js'
import { readLaws } from '../../../generator/suite/catalog/read-laws.js'
import { catalog } from '../../../generator/suite/catalog.js'
import { loadLaws } from '../../../generator/suite/laws.js'
import { sample } from '../../../generator/suite/sample.js'
import type { Case, Found, Test } from '../../../generator/suite/suite.js'
import { allowsOnly, answeringAs, gave, speaksOf } from '../../../specs/kept.js'
import { predict, traceOf } from '../../../specs/model/predict.js'
import { step } from '../../../specs/model/step.js'
import type { Outcome } from '../../../specs/trace.js'
import { targets } from '../../targets.js'

const home = fileURLToPath(new URL('../../../', import.meta.url))
const target = targets[2]
if (target === undefined) throw new Error('there is no target')
const laws = await catalog()
const specs = await loadLaws()

const keptOf = (test: Test, found: Partial<Found>): Case => ({
  ...test.program,
  why: 'Nobody knows yet.',
  cite: 'security/landlock/net.c',
  found: {
    kernel: { ref: 'lab', release: '7.3.4', abi: 11, errata: 15, behaviours: [], designs: [] },
    seed: 1,
    law: test.law,
    step: null,
    observed: 'law broken',
    allowed: [],
    clause: '',
    outcomes: test.allowed.map(([one = 'OK']): Outcome => (one === '!EACCES' ? 'OK' : one)),
    programs: 1,
    replayed: 5,
    replays: 5,
    ...found,
  },
})

const written = (test: Test, found: Partial<Found>, law = laws.find(({ name }) => name === test.law)) => {
  if (law === undefined) throw new Error(`no law ${test.law}`)
  return regression({ kept: keptOf(test, found), test, law })
}

/** Programs of several kinds, long ones and such with long outcomes among them. */
const names = [
  'denial-is-final',
  'children-log-for-their-domain',
  'attributes-grow',
  'unix-sockets-are-untouched',
]
const drawn = names.map(name =>
  sample(
    specs.filter(spec => spec.name === name),
    target,
    1,
  ),
)
const some = drawn.flatMap(tests => [...tests.slice(0, 2), ...tests.slice(-1)])
const [first] = some
const audit = drawn.flat().find(({ allowed }) => (allowed.at(-1)?.[0]?.length ?? 0) > 100)
const longest = laws.toSorted((one, other) => other.place.length - one.place.length)[0]
if (first === undefined || audit === undefined) throw new Error('there is no program')

const files: readonly SourceFile[] = [
  ...some.flatMap(test => [
    written(test, {}),
    written(test, { observed: 'EIO', step: test.program.ops.length - 1 }),
  ]),
  written(audit, { observed: '=none', step: audit.program.ops.length - 1 }),
  written(first, {}, longest),
  written(first, { observed: 'hang after 10 s', step: 0, outcomes: [] }),
]

t.test(
  'what is written is laid out, and without a fault, as the formatter and the linter have it',
  async t => {
    t.ok(files.length > 20)
    const biome = join(home, 'node_modules/.bin/biome')
    for (const { path, content } of files.slice(-12)) {
      const name = `--stdin-file-path=specs/cases/${path}`
      const { exitCode, stdout, stderr } = await exec(biome, ['check', '--write', name], {
        input: content,
        cwd: home,
      })
      t.equal(stdout, content, stderr)
      t.equal(exitCode, 0, stderr)
    }
  },
)

t.test('what is written is valid TypeScript, and a law in the catalogue', async t => {
  const project = new Project({
    tsConfigFilePath: join(home, 'tsconfig.json'),
    skipAddingFilesFromTsConfig: true,
  })
  const all = new Map(files.map(file => [file.path, file.content]))
  const sources = [...all].map(([path, content]) =>
    project.createSourceFile(join(home, 'specs/cases', path), content, { overwrite: true }),
  )
  t.ok(sources.length > 10)
  t.strictSame(
    project.getPreEmitDiagnostics().map(one => one.getMessageText()),
    [],
  )
  const found = readLaws([...all].map(([path, content]) => ({ path: `specs/cases/${path}`, content })))
  t.strictSame(
    found.map(({ name }) => `${name}.ts`),
    [...all.keys()],
  )
})

t.test('what is written speaks where the model says the same, and is refuted by what was seen', async t => {
  const last = first.program.ops.length - 1
  const allowed = first.allowed[last] ?? []
  const right = traceOf(first.program, first)
  t.ok(allowsOnly(target, first.program, last, allowed))
  t.notOk(allowsOnly(target, first.program, last, ['EIO']))
  t.notOk(allowsOnly(target, first.program, last + 1, allowed))
  t.ok(gave(right, last, allowed))
  t.notOk(
    gave(
      right.with(last, { ...(right[last] ?? { op: first.program.ops[0] as never }), outcome: 'EIO' }),
      last,
      allowed,
    ),
  )
  t.notOk(gave(right, last + 1, allowed), 'what is missing was not given')
})

t.test('a model that answers as a kernel did breaks the law that the kernel broke', async t => {
  const name = 'denial-is-final'
  const law = specs.find(one => one.name === name)
  const test = sample(specs, target, 1, name).find(
    ({ allowed }) => allowed.flat().filter(one => one === 'EACCES').length > 1,
  )
  if (law === undefined || test === undefined) throw new Error('there is no program')
  const last = test.allowed.findLastIndex(([one]) => one === 'EACCES')
  const outcomes = traceOf(test.program, test).map(({ outcome }, index) => (index === last ? 'OK' : outcome))
  t.ok(speaksOf(law, target, test.program))
  t.notOk(speaksOf({ ...law, applies: () => false }, target, test.program))
  const wrong = predict(target, test.program, answeringAs(test.program, outcomes)(step))
  if (wrong === undefined) throw new Error('the wrong model says nothing')
  t.notOk(law.holds(traceOf(test.program, wrong), target))
  t.ok(law.holds(traceOf(test.program, test), target))
})
