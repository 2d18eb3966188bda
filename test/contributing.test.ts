import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const home = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string): string => readFileSync(join(home, path), 'utf8')

/** The files that a section of CONTRIBUTING.md lists. */
function listedIn(title: string): readonly string[] {
  const [, section = ''] =
    new RegExp(`^## ${title}$([\\s\\S]*?)^## `, 'm').exec(read('CONTRIBUTING.md')) ?? []
  return [...section.matchAll(/^\d\. `(.*?)`/gm)].map(([, path = '']) => path).sort()
}

/** Files below some folders that say something. */
const saying = (words: RegExp, ...folders: readonly string[]): readonly string[] =>
  folders
    .flatMap(folder =>
      readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' }).map(path => join(folder, path)),
    )
    .filter(path => /\.(ts|md)$/.test(path) && words.test(read(path)))
    .sort()

t.test('a kernel source is in five files: those that CONTRIBUTING.md lists', async t => {
  const code = saying(/kind: 'file'|case 'file'|export async function fileKernel/, 'generator')
  const words = saying(/the path of an image/, 'generator/kernel', 'generator/cli')
  t.strictSame([...new Set([...code, ...words])].sort(), listedIn('How to add a kernel source'))
  t.equal(listedIn('How to add a kernel source').length, 5)
})

t.test('a report format is in six files: those that CONTRIBUTING.md lists', async t => {
  const code = saying(
    /\bkcidb(Json)?\b/,
    'generator/judge',
    'generator/report',
    'generator/run',
    'generator/cli',
  )
  const tests = ['test/report/golden.ts', 'test/report/read-formats.ts']
  for (const path of tests) t.match(read(path), /^ {2}kcidb: /m)
  t.strictSame([...code, ...tests].sort(), listedIn('How to add a report format'))
  t.equal(listedIn('How to add a report format').length, 6)
})
