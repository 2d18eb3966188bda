import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findSource, treeOf, unpackSource } from '../../generator/kernel/lab/source.js'
import { patchTree } from '../../generator/kernel/lab/tree.js'
import { notBuilt } from '../../generator/kernel/tree/built-files.js'
import { bisectionText } from '../../generator/report/bisection.js'
import { seriesText } from '../../generator/report/series.js'
import type { SeriesResult } from '../../generator/report/series-result.js'
import { prepare } from '../../generator/run/prepare.js'
import { bisect } from '../../generator/series/bisect.js'
import { judgeSeries, type SeriesOrder } from '../../generator/series/judge-series.js'
import { readMails } from '../../generator/series/mails.js'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { installTools, missingForLab } from '../../generator/shared/setup.js'
import { gitIn } from '../kernel/tree/tiny-tree.js'
import { landlockstep } from '../landlockstep.js'

/** The series and the bisections of generator/series/README.md, on a tree of Debian's linux-source. */
const progress = (text: string): void => console.error(text)
const tree = join(cacheFolder(), 'series-proof/linux')
const mails = fileURLToPath(new URL('../data/series', import.meta.url))
const net = 'security/landlock/net.c'
const law = 'ipv6-addresses-may-lack-the-scope-id'
const failures: string[] = []

const expect = (what: string, holds: boolean): void => {
  console.log(`${holds ? 'ok' : 'NOT OK'}  ${what}`)
  if (!holds) failures.push(what)
}

await prepare(progress)
await installTools(await missingForLab(), progress)
await stockTree()

const order = (of: SeriesOrder['of']): SeriesOrder => ({ tree, of, how: {}, choice: { seed: 1 }, policy: {} })
const ranged = await judgeSeries(order({ range: 'master..series' }), progress)
console.log(seriesText(ranged))
expectSeries('the range', ranged)
const mailed = await judgeSeries(
  order({ mails: await readMails([mails]), base: undefined, isPart: false }),
  progress,
)
expectSeries('the mails', mailed)

const tidied = await judgeSeries(order({ range: 'master..tidied' }), progress)
const [{ breaks: brokenByHunk } = { breaks: [] }] = tidied.patches
expect(
  'of a patch of two hunks the one at fault is found',
  brokenByHunk.length > 0 && brokenByHunk.every(({ hunk }) => hunk === 1),
)

await judgeWithSpecs()

const find = (bad: string) =>
  bisect({ tree, good: 'master', bad, how: {}, sign: { choice: { seed: 1, filter: law } } }, progress)
const plain = await find('plain')
console.log(bisectionText(plain))
expect('a mistake among 64 commits is found', plain.found.map(({ subject }) => subject).join() === 'step 41')
expect(
  'and a revert mends it',
  plain.verified.every(({ holds }) => holds === true),
)
const hidden = await find('hidden')
console.log(bisectionText(hidden))
expect(
  'where two commits do not build, both and the next one are named',
  hidden.verdict === 'not-found' &&
    hidden.found
      .map(({ subject }) => subject)
      .sort()
      .join() === 'step 40,step 41,step 42',
)
expect('nothing is changed in the tree', (await gitIn(tree, 'status', '--porcelain')) === '')
if (failures.length > 0) process.exitCode = 1

function expectSeries(what: string, { base, patches, verdict }: SeriesResult): void {
  const states = patches.map(({ state }) => state).join()
  const breaks = patches.map(one => one.breaks.map(({ law }) => law))
  const [, , third = []] = breaks
  const mends = patches.map(one => one.mends.toSorted().join('+'))
  expect(`${what}: the base agrees`, base.verdict === 'agree')
  expect(
    `${what}: clean-up and comment are the kernel of before`,
    states === 'same,judged,judged,judged,same',
  )
  expect(
    `${what}: the third patch, and no other, breaks laws about short addresses`,
    third.includes(law) && breaks.flat().length === third.length && verdict === 'diverge',
  )
  expect(`${what}: the fourth mends them all`, mends.join() === `,,,${third.toSorted().join('+')},`)
  expect(`${what}: the new right is told and not judged`, (patches[1]?.ahead.length ?? 0) > 0)
}

/** The same range, judged by a program over whose specs those of the series are laid. */
async function judgeWithSpecs(): Promise<void> {
  const specs = join(mails, 'specs')
  const { stdout, stderr } = await landlockstep([
    'judge',
    '--tree',
    tree,
    '--range',
    'master..series',
    '--specs',
    specs,
    '--json',
  ])
  console.error(stderr)
  const { base, patches } = JSON.parse(stdout) as SeriesResult
  const [, second, third] = patches
  const broken = second?.breaks.map(({ law }) => law) ?? []
  expect('with its specs: the base agrees', base.verdict === 'agree')
  expect('with its specs: nothing of the new right is ahead', second?.ahead.length === 0)
  expect(
    'with its specs: the second patch takes the right, and does not check it',
    broken.includes('listening-needs-the-right') && broken.includes('a-port-by-listening-is-port-zero'),
  )
  expect(
    'with its specs: the third patch breaks the law about short addresses',
    third?.breaks.some(one => one.law === law) === true,
  )
}

/** A tree with the source as its first commit, a branch with the series, and two of 64 commits with a mistake in the middle. */
async function stockTree(): Promise<void> {
  const source = await findSource('7.3', progress)
  await unpackSource(source, {}, progress)
  await patchTree(treeOf(source), [], 'itself')
  await rm(tree, { recursive: true, force: true })
  await mkdir(tree, { recursive: true })
  progress('making a tree with a history')
  await gitIn(tree, 'init', '-q', '-b', 'master')
  await gitIn(tree, 'config', 'core.looseCompression', '0')
  const from = join(treeOf(source), 'source')
  await gitIn(tree, `--work-tree=${from}`, 'add', '-A', '-f', '--', '.', ...notBuilt)
  await gitIn(tree, 'commit', '-q', '-m', `Linux ${source.version}`)
  await gitIn(tree, 'reset', '-q', '--hard')
  await gitIn(tree, 'checkout', '-q', '-b', 'series')
  await gitIn(tree, 'config', 'user.name', 'Dev')
  await gitIn(tree, 'config', 'user.email', 'dev@example.org')
  const files = (await gitIn(mails, 'ls-files', '--', '*.patch')).split('\n')
  await gitIn(tree, 'am', '-q', ...files.map(file => join(mails, file)))
  await tidy()
  await branch('plain', { 41: breakIt })
  await branch('hidden', { 40: spoil, 41: breakIt, 42: unspoil })
  await gitIn(tree, 'checkout', '-q', 'master')
}

/** One patch that rewords a line and makes the mistake in another place. */
async function tidy(): Promise<void> {
  await gitIn(tree, 'checkout', '-q', '-b', 'tidied', 'master')
  const text = await readFile(join(tree, net), 'utf8')
  const line = '#include <linux/in.h>'
  await writeFile(join(tree, net), breakIt(text.replace(line, `${line} /* Ports. */`)))
  await gitIn(tree, 'commit', '-q', '-a', '-m', 'landlock: Tidy, and check addresses')
}

type Edit = (text: string) => string

async function branch(name: string, edits: Readonly<Record<number, Edit>>): Promise<void> {
  await gitIn(tree, 'checkout', '-q', '-b', name, 'master')
  for (let number = 1; number <= 64; number++) {
    await mkdir(join(tree, 'steps'), { recursive: true })
    await writeFile(join(tree, `steps/${number}`), '')
    const edit = edits[number]
    if (edit !== undefined) await writeFile(join(tree, net), edit(await readFile(join(tree, net), 'utf8')))
    await gitIn(tree, 'add', '-f', 'steps', net)
    await gitIn(tree, 'commit', '-q', '-m', `step ${number}`)
  }
}

/** The mistake of the third mail. */
function breakIt(text: string): string {
  const at = text.indexOf(
    'if (addrlen < SIN6_LEN_RFC2133)',
    text.indexOf('const struct sockaddr_in6 *addr6;'),
  )
  if (at < 0) throw new Error(`${net} is not as it was`)
  return `${text.slice(0, at)}if (addrlen < sizeof(struct sockaddr_in6))${text.slice(text.indexOf('\n', at))}`
}

function spoil(text: string): string {
  return `${text}this is no C\n`
}

function unspoil(text: string): string {
  return text.replace('this is no C\n', '')
}
