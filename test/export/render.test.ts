import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { selftestsFor } from '../../generator/kernel/selftests.js'
import { exec } from '../../generator/shared/exec.js'
import { emptyFolder } from '../empty-folder.js'
import { exportedFiles, goldenLaw, goldenPath, goldenPrograms } from './exported.js'

const suite = 'debian:trixie-backports'
const selftests = await selftestsFor(suite, () => {})
const folder = emptyFolder()

/** What a compiler says that is as strict as can be, of a file beside the tree's own tests. */
async function complaints(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  writeFileSync(path, content)
  const at = (inside: string): string => join(selftests.folder, inside)
  const { exitCode, stderr } = await exec('gcc', [
    ...['-Wall', '-Wextra', '-Werror', '-O2', '-D_GNU_SOURCE=', '-c', '-o', '/dev/null'],
    ...['usr/include', 'usr/include/x86_64-linux-gnu'].flatMap(one => ['-isystem', at(one)]),
    ...['tools/testing/selftests', 'tools/testing/selftests/landlock', 'tools/include'].map(
      one => `-I${at(one)}`,
    ),
    path,
  ])
  return exitCode === 0 ? '' : stderr
}

/** Some of each file, with whatever is peculiar in C. */
const laws = [
  ...[
    'the-first-check-of-a-ruleset-call-answers',
    'an-abstract-scope-keeps-out-of-reach',
    'short-addresses-are-einval',
  ],
  ...['udp-sends-are-judged-by-address', 'bind-and-connect-are-apart', 'who-comes-from-tcp-is-tcp'],
  ...[
    'only-one-capability-enforces',
    'attributes-grow',
    'flags-and-privilege-have-an-order',
    'options-of-sctp',
  ],
]

t.test('a law is rendered as it was', async t => {
  const [file, ...others] = await exportedFiles(goldenLaw, goldenPrograms)
  t.equal(others.length, 0)
  t.equal(file?.path, 'landlockstep_net_test.c')
  t.equal(file?.content, readFileSync(goldenPath, 'utf8'))
})

t.test('what is rendered compiles on the harness of a tree without a word', async t => {
  const files = (await Promise.all(laws.map(law => exportedFiles(law, 40)))).flat()
  t.ok(new Set(files.map(({ path }) => path)).size >= 5, `${files.length} files`)
  for (const { path, content } of files) {
    t.equal(await complaints(path, content), '', path)
    const lines = content.split('\n')
    t.ok(lines.length > 150, `${path}: ${lines.length} lines`)
    t.strictSame(
      lines.filter(line => line.replaceAll('\t', ' '.repeat(8)).length > 100 && !line.startsWith('FIXTURE')),
      [],
    )
    t.match(content, /^\/\/ SPDX-License-Identifier: GPL-2\.0 OR MIT\n/)
    t.match(content, /\nTEST_HARNESS_MAIN\n$/)
  }
  t.not(await complaints('wrong.c', 'int main(void) { return unknown; }\n'), '')
})
