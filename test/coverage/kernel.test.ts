import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { countsIn } from '../../generator/coverage/kernel/counts.js'
import { readGcov } from '../../generator/coverage/kernel/gcov.js'
import { missedRanges, shareOf, sumCounts } from '../../generator/coverage/kernel/lines.js'
import {
  coverageRows,
  coverageSentence,
  type KernelCoverage,
  missedLines,
} from '../../generator/report/kernel-coverage.js'
import { emptyFolder } from '../empty-folder.js'

const source = `
static int judge(int port)
{
	if (port == 1)
		return 1;
	if (port > 2)
		return 2;
	return 0;
}

static int unused(int port)
{
	return port +
	       1;
}

int main(int argc, char *argv[])
{
	(void)argv;
	return argc > 9 ? unused(argc) : judge(argc);
}
`

/** A program that stands for a kernel that counts: its notes, and what it says of its counts when it is run with so many arguments. */
async function counting() {
  const folder = emptyFolder()
  mkdirSync(join(folder, 'security/landlock'), { recursive: true })
  writeFileSync(join(folder, 'security/landlock/net.c'), source)
  const object = 'security/landlock/net'
  await execa('gcc', ['--coverage', '-O0', '-c', `${object}.c`, '-o', `${object}.o`], { cwd: folder })
  await execa('gcc', ['--coverage', `${object}.o`, '-o', 'program'], { cwd: folder })
  return {
    notes: folder,
    async say(...args: readonly string[]): Promise<string> {
      await execa(join(folder, 'program'), args, { cwd: folder, reject: false })
      const data = join(folder, `${object}.gcda`)
      const bytes = readFileSync(data)
      renameSync(data, `${data}.told`)
      const half = bytes.length >> 1
      const line = (part: Buffer): string => `# gcov /gcov/build/${object}.gcda ${part.toString('hex')}\n`
      return `# end\n${line(bytes.subarray(0, half))}${line(bytes.subarray(half))}# guest end\n`
    },
  }
}

const kernel = await counting()

async function countsOf(channel: string) {
  const reports = await Promise.all(countsIn(channel).map(data => readGcov(kernel.notes, data)))
  return sumCounts(
    reports.flatMap(({ files }) => files),
    'security/landlock',
  )
}

t.test('what a guest says of its counts is read as gcov reads it, and what never ran is told', async t => {
  const [counts, ...others] = await countsOf(await kernel.say())
  t.same(others, [])
  if (counts === undefined) throw new Error('no counts')
  t.equal(counts.path, 'security/landlock/net.c')
  t.equal(counts.lines.get(4), 1, 'the first condition was asked once')
  t.same(missedRanges(counts), [
    [6, 8],
    [11, 13],
  ])
  t.same(shareOf(counts.functions), { all: 3, ran: 2 })
})

t.test('what several guests counted is added up', async t => {
  const boots = `${await kernel.say()}\f# boot 1 from 5\n${await kernel.say('more')}\f# boot 2 from 9\n${await kernel.say('and', 'more')}`
  const [counts] = await countsOf(boots)
  if (counts === undefined) throw new Error('no counts')
  t.equal(counts.lines.get(4), 3)
  t.same(missedRanges(counts), [[11, 13]])
})

t.test('counts of another build are an error, not figures', async t => {
  const said = await kernel.say()
  await t.rejects(countsOf(said.replaceAll('landlock/net.gcda', 'landlock/other.gcda')), { code: 'E_GCOV' })
  const [first = new Map<string, Buffer>()] = countsIn(said)
  for (const bytes of first.values()) bytes.writeUInt32LE(0x1234, 8)
  await t.rejects(readGcov(kernel.notes, first), { code: 'E_GCOV' })
})

t.test(
  'the report has a row for each file, the sentence of a commit message, and what nobody reaches',
  async t => {
    const [ours, upstream] = [await countsOf(await kernel.say()), await countsOf(await kernel.say('more'))]
    const report: KernelCoverage = {
      ...{
        release: '7.3',
        compiler: '12.2.0',
        folder: 'security/landlock',
        programs: 1,
        source: '',
        totals: [],
      },
      ...{ ours, upstream, both: ours },
    }
    t.equal(coverageRows(report).length, 3)
    t.match(
      coverageSentence(report),
      /^Test coverage for security\/landlock is \d\d\.\d% of \d+ lines according to GCC 12\.2\.0\.$/,
    )
    t.same(missedLines(report), ['security/landlock/net.c: 6-8, 11-13'])
  },
)
