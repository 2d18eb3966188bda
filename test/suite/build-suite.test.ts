import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readSuiteId } from '../../generator/guest/ktap.js'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { exec } from '../../generator/shared/exec.js'
import { manifestFile } from '../../generator/shared/manifest.js'
import { buildSuite } from '../../generator/suite/build-suite.js'
import type { SuiteFiles } from '../../generator/suite/suite-files.js'
import { emptyFolder } from '../empty-folder.js'

const cache = emptyFolder()
process.env.XDG_CACHE_HOME = cache
const shelf = join(cacheFolder(), 'suites')
const work = emptyFolder()

/** The keys of what is kept. */
const kept = (): readonly string[] => readdirSync(shelf).filter(name => !name.startsWith('.'))

/** A suite that only tells its id: one number is one suite. */
function small(number: number): SuiteFiles {
  const id = `${number}`.repeat(64)
  const main = `#include <stdio.h>\nint main(void) { puts("# suite ${id}"); return 0; }\n`
  const make = 'suite: main.c\n\t$(CC) -static -c -o main.o main.c\n\t$(CC) -static -o $@ main.o\n'
  const files = [
    { path: 'main.c', content: main },
    { path: 'Makefile', content: make },
  ]
  return { made: { id, files: {} }, files }
}

async function build(seed: number): Promise<{ readonly binary: string; readonly heard: readonly string[] }> {
  const heard: string[] = []
  const { id, binary } = await buildSuite(small(seed), work, text => heard.push(text))
  t.equal(id, small(seed).made.id)
  return { binary, heard }
}

t.test(
  'a suite is compiled once, and each who wants it has a program of their own, which tells its id',
  async t => {
    const one = await build(1)
    const other = await build(1)
    t.match(one.heard, [/^compiling /])
    t.same(other.heard, [])
    t.not(one.binary, other.binary)
    for (const { binary } of [one, other])
      t.equal(readSuiteId((await exec(binary, [])).stdout), small(1).made.id)
    t.same(readdirSync(join(one.binary, '..')), ['suite'], 'no sources are left')
  },
)

t.test('a kept program that was damaged, emptied, taken away or exchanged is compiled again', async t => {
  const [key = ''] = kept()
  const path = join(shelf, key, 'suite')
  const whole = readFileSync(path)
  const harms: readonly (() => void)[] = [
    () => writeFileSync(path, Buffer.concat([whole.subarray(0, -1), Buffer.from([(whole.at(-1) ?? 0) ^ 1])])),
    () => writeFileSync(path, ''),
    () => rmSync(path),
    () => rmSync(join(shelf, key, manifestFile)),
  ]
  for (const harm of harms) {
    harm()
    const { binary, heard } = await build(1)
    t.match(heard, [/^compiling /])
    t.same(readFileSync(binary), whole)
    t.same(readFileSync(path), whole)
  }
})

t.test('a kept program of another suite is not taken for this one', async t => {
  const [key = ''] = kept()
  await build(2)
  const other = kept().find(name => name !== key) ?? ''
  rmSync(join(shelf, key), { recursive: true })
  cpSync(join(shelf, other), join(shelf, key), { recursive: true, preserveTimestamps: true })
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
  t.equal(kept().length, 20)
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
  for (const script of [
    'exit 0',
    `while [ $# -gt 1 ]; do [ "$1" = -o ] && echo nothing > "$2"; shift; done; exit 0`,
  ]) {
    writeFileSync(lying, `#!/bin/sh\n${script}\n`)
    chmodSync(lying, 0o755)
    const before = kept().length
    await t.rejects(build(4), { code: 'E_COMPILE' })
    t.equal(kept().length, before)
    t.notOk(existsSync(join(work, 'suite')))
  }
})
