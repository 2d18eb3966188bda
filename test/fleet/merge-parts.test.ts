import t from 'tap'
import type { RanPart } from '../../generator/fleet/job-result.js'
import { mergeParts } from '../../generator/fleet/merge-parts.js'
import { bootsIn, withAgain, withBoot } from '../../generator/guest/ktap.js'

const part = (channel: string, changes: Partial<RanPart> = {}): RanPart => ({
  ...{ kind: 'run', suite: '1'.repeat(64), release: '7.3', sha256: '', origin: 'somewhere', config: null },
  target: { abi: 7, errata: 7, behaviours: [], designs: [], lacks: {}, sockets: {} },
  ...{
    channel,
    console: channel.slice(0, 1),
    lost: [],
    notes: ['TCG'],
    versions: { qemu: '7.2' },
    qemu: null,
  },
  seconds: { run: 1.5 },
  ...changes,
})

t.test(
  'guests of several machines are numbered as if one had run them, and what ran again comes last',
  async t => {
    const first = withAgain(
      withBoot(withBoot('', 0, { from: 0, each: 2 }, 'a\n'), 1, { from: 4, each: 2 }, 'b\n'),
      { name: 'one_0', ms: 7 },
      'c\n',
    )
    const second = withBoot('', 0, { from: 1, each: 2 }, 'd\n')
    const { channel } = mergeParts('x', [part(first), part(second)])
    t.strictSame(
      bootsIn(channel).map(({ from, each, again, text }) => [from, each ?? 1, again?.name ?? '', text]),
      [
        [0, 2, '', 'a\n'],
        [4, 2, '', 'b\n'],
        [1, 2, '', 'd\n'],
        [0, 1, 'one_0', 'c\n'],
      ],
    )
  },
)

t.test('the channel of one machine stays as it is', async t => {
  const whole = withBoot('', 0, { from: 0 }, 'a\n')
  t.equal(mergeParts('x', [part(whole)]).channel, whole)
})

t.test('notes are told once, versions that differ are both told, and times add up', async t => {
  const merged = mergeParts('x', [
    part('a\n'),
    part('b\n', { versions: { qemu: '9.0' }, lost: ['a guest was lost'] }),
  ])
  t.strictSame(merged.notes, ['TCG'])
  t.strictSame(merged.versions, { qemu: '7.2; 9.0' })
  t.strictSame(merged.seconds, { run: 3 })
  t.strictSame(merged.lost, ['a guest was lost'])
})

t.test('two machines that ran what is not the same give no result', async t => {
  const others: readonly Partial<RanPart>[] = [
    { sha256: '2'.repeat(64) },
    { release: '7.4' },
    { suite: '3'.repeat(64) },
    { target: { abi: 8, errata: 7, behaviours: [], designs: [], lacks: {}, sockets: {} } },
  ]
  for (const other of others)
    t.throws(() => mergeParts('debian:trixie', [part('a\n'), part('b\n', other)]), {
      code: 'E_FLEET',
      message: /debian:trixie two machines ran what is not the same .*7\.3/,
    })
})
