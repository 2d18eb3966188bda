import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readSuiteId } from '../../generator/guest/ktap.js'
import { exec } from '../../generator/shared/exec.js'
import { buildSuite } from '../../generator/suite/build-suite.js'
import { suiteFiles } from '../../generator/suite/suite-files.js'
import { everyOp } from '../data/every-op/suite.js'
import { emptyFolder } from '../landlockstep.js'

const cache = emptyFolder()
process.env.XDG_CACHE_HOME = cache
const shelf = join(cache, 'landlockstep', 'suites')
const work = emptyFolder()

const [first] = everyOp.tests
if (first === undefined) throw new Error('no test')

/** A small suite: another seed is another suite. */
const small = (seed: number) => suiteFiles({ ...everyOp, seed, tests: [first] })

async function build(seed: number): Promise<{ readonly binary: string; readonly heard: readonly string[] }> {
  const heard: string[] = []
  const { id, binary } = await buildSuite(small(seed), work, text => heard.push(text))
  t.equal(id, small(seed).made.id)
  return { binary, heard }
}

const idOf = async (binary: string): Promise<string | undefined> => {
  const { stdout, exitCode } = await exec(binary, [])
  return exitCode === 4 ? undefined : readSuiteId(stdout)
}

t.test(
  'a suite is compiled once, and each who wants it has a program of their own, which tells its id',
  async t => {
    const one = await build(1)
    const other = await build(1)
    t.match(one.heard, [/^compiling /])
    t.same(other.heard, [])
    t.not(one.binary, other.binary)
    for (const { binary } of [one, other]) t.match([small(1).made.id, undefined], [await idOf(binary)])
    t.same(readdirSync(join(one.binary, '..')), ['suite'], 'no sources are left')
  },
)

t.test('a kept program that was damaged, emptied, taken away or exchanged is compiled again', async t => {
  const [key = ''] = readdirSync(shelf)
  const kept = join(shelf, key, 'suite')
  const whole = readFileSync(kept)
  const harms: readonly (() => void)[] = [
    () =>
      writeFileSync(kept, Buffer.concat([whole.subarray(0, -1), Buffer.from([whole.at(-1) ?? 0 ^ 1, 1])])),
    () => writeFileSync(kept, ''),
    () => rmSync(kept),
    () => rmSync(join(shelf, key, 'sha256')),
  ]
  for (const harm of harms) {
    harm()
    const { binary, heard } = await build(1)
    t.match(heard, [/^compiling /])
    t.same(readFileSync(binary), whole)
    t.same(readFileSync(kept), whole)
  }
})

t.test('a kept program of another suite is not taken for this one', async t => {
  const [key = ''] = readdirSync(shelf)
  await build(2)
  const other = readdirSync(shelf).find(name => name !== key) ?? ''
  for (const name of ['suite', 'sha256'])
    writeFileSync(join(shelf, key, name), readFileSync(join(shelf, other, name)))
  const { binary, heard } = await build(1)
  t.match(heard, [/^compiling /])
  t.ok(readFileSync(binary).includes(small(1).made.id))
})

t.test('those who compile one suite at once all have it', async t => {
  const built = await Promise.all([build(3), build(3)])
  for (const { binary } of built) t.ok(readFileSync(binary).includes(small(3).made.id))
  t.equal(new Set(built.map(({ binary }) => binary)).size, 2)
})

t.test('what was not used for longest is thrown away', async t => {
  for (let number = 0; number < 30; number++) mkdirSync(join(shelf, `old-${number}`))
  await build(3)
  t.equal(readdirSync(shelf).length, 20)
})

t.test('a compiler that makes nothing, or something else, is an error and nothing is kept', async t => {
  const bin = emptyFolder()
  const lying = join(bin, 'lying-cc')
  const before = process.env.CC
  process.env.CC = lying
  t.teardown(() => {
    if (before === undefined) delete process.env.CC
    else process.env.CC = before
  })
  for (const script of ['exit 0', 'for out; do :; done; echo nothing > suite; exit 0']) {
    writeFileSync(lying, `#!/bin/sh\n${script}\n`)
    chmodSync(lying, 0o755)
    const kept = readdirSync(shelf).length
    await t.rejects(build(4), { code: 'E_COMPILE', message: /is not the suite/ })
    t.equal(readdirSync(shelf).length, kept)
    t.notOk(existsSync(join(work, 'suite')))
  }
})
