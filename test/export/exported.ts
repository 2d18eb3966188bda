import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { notCarried } from '../../generator/export/carried.js'
import { headOf } from '../../generator/export/export.js'
import { selftestFile } from '../../generator/export/selftest-file.js'
import { topicTests } from '../../generator/export/topic-tests.js'
import type { SourceFile } from '../../generator/shared/folders.js'
import { drawn } from '../../generator/suite/drawn.js'
import { targets } from '../targets.js'

const noTarget = (): never => {
  throw new Error('there is no target')
}

/** The target with the newest ABI. */
export const newest = targets.at(-1) ?? noTarget()

/** The first programs of some laws that can be exported, as the files of tests that they are. */
export async function exportedFiles(law: string, most: number): Promise<readonly SourceFile[]> {
  const { tests, laws } = await drawn(newest, { seed: 1, filter: law })
  const taken = laws.flatMap(({ name }) =>
    tests.filter(test => test.law === name && notCarried(test) === undefined).slice(0, most),
  )
  return topicTests(newest, laws, { all: tests, taken }).map(topic => selftestFile(topic, headOf(newest)))
}

/** The one law that is kept as it is rendered, and the file of that. */
export const goldenLaw = 'denial-is-final'
export const goldenPath = fileURLToPath(new URL('../data/export/denial_is_final.c', import.meta.url))

/** So many of its programs. */
export const goldenPrograms = 14

// `npx tsx test/export/exported.ts --write` writes it anew; then read the diff.
if (process.argv.includes('--write')) {
  const [file] = await exportedFiles(goldenLaw, goldenPrograms)
  writeFileSync(goldenPath, file?.content ?? '')
}
