import { execa } from 'execa'
import fc from 'fast-check'
import t from 'tap'
import { compareVersions, series, startsWithVersion } from '../../generator/kernel/version.js'
import { runs } from '../fuzz-runs.js'
import { excess } from '../linear.js'

const versions = [
  '6.1.0-50',
  '6.1.176-1',
  '6.12.9-1',
  '6.12.117-1',
  '6.12.117-1~deb12u1',
  '6.12.117+deb13',
  '6.12.117',
  '7.3~rc7-1~exp1',
  '7.3-1',
  '7.3.4-1~bpo13+1',
  '7.3.4-1',
  '7.10.1-1',
  '7.3.4a-1',
  '7.3.04-1',
]

const script = 'for a; do for b; do dpkg --compare-versions "$a" lt "$b" && echo "$a < $b"; done; done; true'

t.test('versions are ordered as by dpkg', async t => {
  const { stdout } = await execa('sh', ['-c', script, 'sh', ...versions])
  const ours = versions.flatMap(a => versions.filter(b => compareVersions(a, b) < 0).map(b => `${a} < ${b}`))
  t.same(ours, stdout.split('\n'))
})

const version = fc
  .array(
    fc.constantFrom(...'0123456789~+.-ab'.split(''), '00', '18446744073709551617', '18446744073709551616'),
    {
      maxLength: 8,
    },
  )
  .map(parts => `1${parts.join('')}`)

t.test('versions with any digits are ordered as by dpkg', async () => {
  const some = fc.array(
    version.filter(one => !one.endsWith('-')),
    { minLength: 2, maxLength: 10 },
  )
  await fc.assert(
    fc.asyncProperty(some, async all => {
      const { stdout } = await execa('sh', ['-c', script, 'sh', ...all], { stderr: 'ignore' })
      const ours = all.flatMap(a => all.filter(b => compareVersions(a, b) < 0).map(b => `${a} < ${b}`))
      return ours.join('\n') === stdout
    }),
    runs(10),
  )
})

t.test('versions are in one order, and the start of a version is one of itself', async () => {
  const any = fc.oneof(version, fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(any, any, any, (a, b, c) => {
      const [ab, bc, ac] = [compareVersions(a, b), compareVersions(b, c), compareVersions(a, c)]
      const isTurned = Math.sign(ab) === -Math.sign(compareVersions(b, a))
      return (
        isTurned && !(ab <= 0 && bc <= 0 && ac > 0) && compareVersions(a, a) === 0 && startsWithVersion(a, a)
      )
    }),
    runs(2_000),
  )
})

t.test('the time for a version is in proportion to its length', async t => {
  for (const part of ['1', '-', '1-', '~', '0', 'a1', '\n'])
    t.equal(
      excess(
        size => part.repeat(size / part.length),
        text => compareVersions(text, `${text}1`),
      ),
      undefined,
      part,
    )
})

t.test('the start of a version ends where a number ends', t => {
  t.ok(startsWithVersion('6.1.0-50-cloud-amd64', '6.1'))
  t.ok(startsWithVersion('6.1.0-50-cloud-amd64', ''))
  t.ok(startsWithVersion('7.3.4+deb13', '7.3.4'))
  t.notOk(startsWithVersion('6.12.117+deb13', '6.1'))
  t.notOk(startsWithVersion('7.2.12', '7.2.1'))
  t.notOk(startsWithVersion('7.2', '7.2.1'))
  t.end()
})

t.test('a series is the first two numbers', t => {
  t.equal(series('7.2.12+deb13-cloud-amd64'), '7.2')
  t.equal(series('7.3-cloud-amd64'), '7.3')
  t.end()
})
