import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { exec } from '../../generator/shared/exec.js'
import { forProgram, forSuite, preprocess } from '../../generator/shared/preprocess.js'

const home = fileURLToPath(new URL('../../templates/', import.meta.url))
const files = ['alone', 'calls', 'harness', 'routes'].flatMap(folder =>
  readdirSync(join(home, folder))
    .filter(name => /\.[ch]$/.test(name))
    .map(name => join(folder, name)),
)
const read = (path: string): string => readFileSync(join(home, path), 'utf8')

/** The names that conditions ask for, over all files. */
const names = [
  ...new Set(files.flatMap(path => [...read(path).matchAll(/NEED\((\w+)\)/g)].map(([, name = '']) => name))),
]

/** A file of which only the conditions of ours are left for the C preprocessor; all else is a word with its number. */
const skeleton = (source: string): string => {
  const open: boolean[] = []
  return source
    .split('\n')
    .map((line, number) => {
      const isOurs = /^#if .*\b(?:NEED|ALONE)\b/.test(line)
      if (/^#if/.test(line)) open.push(isOurs)
      const isKept = isOurs || (/^#(?:else|endif)/.test(line) && open.at(-1) === true)
      if (/^#endif/.test(line)) open.pop()
      return isKept ? line : `line_${number}`
    })
    .join('\n')
}

t.test('what is left of each file is what the C preprocessor leaves', async t => {
  for (const third of [0, 1, 2, 3]) {
    const needs = new Set(names.filter((_, index) => index % 3 === third))
    const args = [
      ...['-E', '-P', '-x', 'c', '-DNEED(x)=HAS_##x', '-DALONE=1', '-'],
      ...[...needs].map(name => `-DHAS_${name}=1`),
    ]
    const source = files.map(path => skeleton(read(path))).join('\n')
    const { stdout } = await exec('gcc', args, { input: source })
    const words = (text: string): readonly string[] => text.match(/line_\d+/g) ?? []
    t.strictSame(words(forProgram(source, needs)), words(stdout))
    t.ok(words(stdout).length > 1000)
  }
})

t.test('a suite has what any program needs, and no condition of ours is left anywhere', async t => {
  const source = '#if ALONE\none\n#else\nsuite\n#endif\n#if NEED(x)\nx\n#endif\n#ifdef A\n#else\n#endif'
  t.equal(forSuite(source), 'suite\nx\n#ifdef A\n#else\n#endif')
  t.equal(forProgram(source, new Set()), 'one\n#ifdef A\n#else\n#endif')
  t.equal(forProgram(source, new Set(['x'])), 'one\nx\n#ifdef A\n#else\n#endif')
  for (const path of files) t.notMatch(forSuite(read(path)), /^#.*\b(?:NEED|ALONE)\b/m)
})

t.test('a condition that is none of ours is refused', async t => {
  for (const line of ['#if NEED(x) && NEED(y)', '#if  NEED(x)', '#ifdef ALONE', '#elif NEED(x)'])
    t.throws(() => preprocess(line, () => true), /no condition of ours/)
})
