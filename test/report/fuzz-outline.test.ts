import t from 'tap'
import { formattedFuzz } from '../../generator/report/formats/index.js'
import { found, long, resultOf, short } from './fuzzed.js'
import { readers, seenInKtap } from './read-formats.js'

t.test(
  'each finding is a failure under its law, and what is missing or could not be had is lost',
  async t => {
    const result = {
      ...resultOf(long, { ...short, missing: ['it was interrupted'] }),
      divergences: [found, { ...found, program: 'ba9876543210' }],
      unavailable: [{ ref: 'c', code: 'E_KERNEL', why: 'There is none.' }],
    }
    const counts = { tests: 5, agreed: 1, diverged: 2, known: 0, flaky: 0, lost: 2, skipped: 0 }
    for (const [format, read] of Object.entries(readers))
      t.strictSame(read(formattedFuzz(result)(format as keyof typeof readers)).counts, counts, format)
    t.match(
      formattedFuzz(result)('junit'),
      /classname="denial-is-final" name="1_0123456789ab on debian:trixie"/,
    )
    t.match(formattedFuzz(result)('github'), /replay: npx landlockstep replay case\.json/)
  },
)

t.test('fuzzing that finds nothing passes one test of each kernel', async t => {
  const { counts } = seenInKtap(formattedFuzz(resultOf(long, short))('ktap'))
  t.strictSame(counts, { tests: 2, agreed: 2, diverged: 0, known: 0, flaky: 0, lost: 0, skipped: 0 })
})
