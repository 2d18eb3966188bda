import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import t from 'tap'
import { compareSentences } from '../../generator/coverage/sentences/compare.js'
import { placedIn, sentenceFigures } from '../../generator/coverage/sentences/figures.js'
import { isOutOfReach } from '../../generator/kernel/apt-output.js'
import { fetchDocuments } from '../../generator/kernel/documents.js'
import { sentenceTables } from '../../generator/report/sentences.js'
import { exec } from '../../generator/shared/exec.js'
import { packageFolder } from '../../generator/shared/paths.js'
import { loadLaws } from '../../generator/suite/laws.js'
import { clauses } from '../../specs/model/clauses.js'
import { by, explains, type SentenceDocument, whole } from '../../specs/sentences/account.js'
import { documents } from '../../specs/sentences/documents.js'
import { findings } from '../../specs/sentences/findings.js'

const folder = join(packageFolder, 'specs/sentences')
const placed = placedIn(documents)

t.test('what judges a sentence is a clause, a law, or a test that is there', async t => {
  const names = new Set([...Object.keys(clauses), ...(await loadLaws()).map(({ name }) => name)])
  const isThere = (judge: string): boolean =>
    judge.startsWith('test/') ? existsSync(join(packageFolder, judge)) : names.has(judge)
  const cited = [
    ...placed.flatMap(({ account }) => (account.kind === 'judged' ? account.by : [])),
    ...Object.values(findings).flatMap(finding => finding.by),
  ]
  t.same(
    cited.filter(judge => !isThere(judge)),
    [],
  )
  t.ok(cited.length > 300)
})

t.test('what is not so is a finding, with its patch if there is one, and nothing else is', async t => {
  const used = placed.flatMap(({ account }) => (account.kind === 'wrong' ? [account.finding] : []))
  t.same([...new Set(used)].sort(), Object.keys(findings).sort())
  const patches = Object.values(findings).flatMap(({ fix }) => (typeof fix === 'string' ? [] : fix))
  t.same([...new Set(patches)].sort(), readdirSync(join(folder, 'patches')).sort())
})

t.test('nearly every sentence in scope is judged, and none is quoted at length', async t => {
  const { sentences, judged, tested, wrong, open } = sentenceFigures(documents)
  t.ok(sentences > 700)
  t.ok(open <= 3, `${open} are open`)
  t.ok(judged > 8 * tested, 'by clauses and laws, and by tests only where those cannot')
  t.ok(wrong >= 1)
  const long = placed.filter(({ key }) => !/^[0-9a-f]{8}( \S+){1,3}$/.test(key))
  t.same(long, [])
})

t.test('the page has what is written of now', async t => {
  const page = readFileSync(join(folder, 'README.md'), 'utf8')
  t.ok(page.includes(sentenceTables({ documents, findings })), 'landlockstep coverage --sentences --write')
})

const text =
  'Ports\n=====\n\nA port is a number.  It has 16 bits.\n\nHosts\n=====\n\nA host has many ports.\n'

const written: SentenceDocument = {
  package: 'linux-source',
  path: 'ports.rst',
  sections: {
    Ports: { '6ea7f24c A port is': by('rule.ok'), '0e76fe06 It has 16': explains },
    Hosts: whole('explains', 1, '6357b3a1'),
  },
}

t.test('a sentence that is new, changed or gone is named, and a section that has changed', async t => {
  const told = (changed: string): readonly string[] =>
    compareSentences(written, changed).map(({ section, kind, text }) => `${section}: ${kind} ${text}`)
  t.same(told(text), [])
  t.match(told(text.replace('16', '32')), [/^Ports: new \w{8} It has 32 bits\.$/, /^Ports: gone 0e76fe06/])
  t.match(told(text.replace('many', 'few')), [/^Hosts: changed whole\('explains', 1, '\w{8}'\)$/])
  t.match(told(`${text}\nUsers\n=====\n\nWho are they?\n`), [/^Users: new \w{8} Who are they\?$/])
})

/** Where the manual's own repository has its pages. */
const patchedPath = (path: string): string => (path.startsWith('man') ? `man/${path}` : path)

const found = await fetchDocuments(documents, () => {}).catch(error => {
  if (isOutOfReach(error)) return undefined
  throw error
})
/** Whose documents were read. What is newer has sentences that nobody has read yet, as `landlockstep coverage --sentences` tells. */
const read = ['linux-source-7.3', 'manpages 6.9.1']
const skip =
  found === undefined
    ? 'the mirror is out of reach, and no documents were kept'
    : !read.every(one => found.origins.some(origin => origin.startsWith(one))) &&
      `the mirror has others: ${found.origins.join(', ')}`

t.test('every sentence of the newest documents is accounted for', { skip }, async t => {
  const { texts = new Map<string, string>(), origins = [] } = found ?? {}
  const differences = documents.flatMap(one => compareSentences(one, texts.get(one.path) ?? ''))
  t.same(differences, [], origins.join(', '))
})

t.test('the patches apply to the newest documents', { skip }, async t => {
  const tree = t.testdir()
  for (const [path, content] of found?.texts ?? []) {
    await mkdir(join(tree, dirname(patchedPath(path))), { recursive: true })
    await writeFile(join(tree, patchedPath(path)), content)
  }
  for (const patch of readdirSync(join(folder, 'patches'))) {
    const args = ['apply', '--check', join(folder, 'patches', patch)]
    const { exitCode, stderr } = await exec('git', args, {
      cwd: tree,
      env: { GIT_CEILING_DIRECTORIES: dirname(tree) },
    })
    t.equal(exitCode, 0, `${patch} ${stderr}`)
  }
})
