import { execa } from 'execa'
import t from 'tap'
import { compareVersions, series, startsWithVersion } from '../../generator/kernel/version.js'

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
