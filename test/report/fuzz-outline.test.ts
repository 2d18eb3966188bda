import t from 'tap'
import { formattedFuzz } from '../../generator/report/formats/index.js'
import { found, long, resultOf, short } from './fuzzed.js'
import { seenInCtrf, seenInJunit, seenInKcidb, seenInKtap, seenInTap } from './read-formats.js'

const readers = {
  ktap: seenInKtap,
  tap: seenInTap,
  junit: seenInJunit,
  ctrf: seenInCtrf,
  kcidb: seenInKcidb,
} as const

t.test(
  'each finding is a failure under its law, and what is missing or could not be had is lost',
  async t => {
    const result = {
      ...resultOf(long, { ...short, missing: ['it was interrupted'] }),
      divergences: [found, { ...found, program: 'ba9876543210' }],
      unavailable: [{ ref: 'c', code: 'E_KERNEL', why: 'There is none.' }],
    }
    const counts = { tests: 5, agreed: 1, diverged: 2, known: 0, lost: 2 }
    for (const [format, read] of Object.entries(readers))
      t.strictSame(read(formattedFuzz(format as keyof typeof readers, result)).counts, counts, format)
    t.match(
      formattedFuzz('junit', result),
      /classname="denial-is-final" name="1_0123456789ab on debian:trixie"/,
    )
    t.match(formattedFuzz('github', result), /replay: npx landlockstep replay case\.json/)
  },
)

t.test('fuzzing that finds nothing passes one test of each kernel', async t => {
  const { counts } = seenInKtap(formattedFuzz('ktap', resultOf(long, short)))
  t.strictSame(counts, { tests: 2, agreed: 2, diverged: 0, known: 0, lost: 0 })
})
