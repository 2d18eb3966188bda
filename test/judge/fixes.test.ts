import t from 'tap'
import { judgeFixes } from '../../generator/judge/fixes.js'
import { loadKnown } from '../../generator/judge/known.js'
import { behaviourNames } from '../../specs/behaviours.js'
import type { Behaviour } from '../../specs/target.js'
import { targets } from '../targets.js'

const [target] = targets
if (target === undefined) throw new Error('no target')
const { lacks } = await loadKnown()

const fixesOf = (
  release: string,
  abi: number,
  given: readonly Behaviour[],
  untold: readonly Behaviour[] = [],
) => judgeFixes({ target: { ...target, abi, behaviours: given }, release, untold }, lacks)

const without = (name: Behaviour): readonly Behaviour[] => behaviourNames.filter(one => one !== name)

t.test('each fix that a kernel of the newest ABI lacks is a broken claim, in words', async t => {
  t.match(fixesOf('7.3.4', 11, behaviourNames), {
    claims: behaviourNames.map(claim => ({ claim, verdict: 'kept', words: '' })),
    notes: [],
  })
  for (const name of behaviourNames) {
    const { claims } = fixesOf('7.3.0-rc1', 11, without(name))
    t.match(
      claims.filter(({ verdict }) => verdict !== 'kept'),
      [{ claim: name, verdict: 'broken', words: /^does not do what kernels do from ABI \d+ on: / }],
    )
  }
})

t.test('a fix is expected up to the ABI of a kernel, and one before that is told', async t => {
  const old = fixesOf('6.12.117+deb13', 6, ['fastopen_checked'])
  t.same(old.claims, [])
  t.match(old.notes, [/^does what only ABI 10 is expected to: sendto\(2\) with MSG_FASTOPEN/])
})

t.test('what a kernel reports that the specs do not know is told: nobody looked at it', async t => {
  const notesOf = (abi: number, errata: number | null) =>
    judgeFixes(
      { target: { ...target, abi, errata, behaviours: behaviourNames }, release: '9', untold: [] },
      [],
    ).notes
  t.same(notesOf(11, 0b1111), [])
  t.same(notesOf(11, null), [])
  t.same(notesOf(12, 0b1111), ['reports ABI 12, which the specs do not know: it was not looked at'])
  t.match(notesOf(99, 0b1011_0001), [
    /^reports ABI 12 to 99, /,
    /^reports erratum 5, /,
    /^reports erratum 6, /,
    /^reports erratum 8, /,
  ])
})

t.test(
  'a release that is known to lack a fix is told by its entry, and another one is not excused',
  async t => {
    const known = fixesOf('6.17.13+deb13', 7, ['hook_by_right'])
    t.match(known.claims, [{ claim: 'hook_by_right', verdict: 'kept' }])
    t.match(known.notes, [
      /^lacks, as specs\/known\/unspec-was-not-like-the-stack\.json knows: the hook answers/,
    ])
    for (const release of ['6.14.2', '6.18.1', '7.0', ''])
      t.match(fixesOf(release, 7, ['hook_by_right']).claims[1], {
        claim: 'unspec_like_stack',
        verdict: 'broken',
      })
  },
)

t.test('what a guest cannot find out is not told, and breaks nothing', async t => {
  const { claims } = fixesOf('7.3.4', 11, without('unspec_like_stack'), ['unspec_like_stack'])
  t.match(
    claims.filter(({ verdict }) => verdict !== 'kept'),
    [{ claim: 'unspec_like_stack', verdict: 'untold', words: 'the guest cannot find it out' }],
  )
})
