import t from 'tap'
import type { Package } from '../../generator/kernel/apt.js'
import { readOffers } from '../../generator/kernel/debian.js'

const big = 10_000_000

const pack = (name: string, version: string, bytes = big): Package => ({
  name: `linux-${name}-cloud-amd64`,
  version,
  bytes,
  sha256: name,
})

const names = (packages: readonly Package[]): readonly string[] => packages.map(({ name }) => name)

t.test('the parts of each release are put together, newest release first', t => {
  const offers = readOffers('backports', [
    pack('image-6.17.13', '6.17.13-1'),
    pack('image-7.0.13', '7.0.13-1', 2_000),
    pack('binary-7.0.13', '7.0.13-1'),
    pack('base-7.10.1', '7.10.1-1'),
    pack('modules-7.10.1', '7.10.1-1'),
    pack('image-7.10.1', '7.10.1-1', 2_000),
    pack('binary-7.10.1', '7.10.1-1'),
  ])
  t.same(
    offers.map(({ release }) => release),
    ['7.10.1-cloud-amd64', '7.0.13-cloud-amd64', '6.17.13-cloud-amd64'],
  )
  t.same(
    offers.map(({ packages }) => names(packages)),
    [
      [
        'linux-binary-7.10.1-cloud-amd64',
        'linux-base-7.10.1-cloud-amd64',
        'linux-modules-7.10.1-cloud-amd64',
      ],
      ['linux-binary-7.0.13-cloud-amd64'],
      ['linux-image-6.17.13-cloud-amd64'],
    ],
  )
  t.end()
})

t.test('kernels of another architecture are called otherwise', t => {
  const image = { ...pack('image-6.12', '6.12.9-1'), name: 'linux-image-6.12-s390x' }
  const debug = { ...image, name: 'linux-image-6.12-s390x-dbg' }
  const offers = readOffers('trixie', [image, debug, pack('image-6.12', '6.12.9-1')], 's390x')
  t.match(offers, [{ release: '6.12-s390x', arch: 's390x', packages: [{ name: image.name }] }])
  t.equal(offers.length, 1)
  t.end()
})

t.test('a kernel for real time is another one, of the same name but for a part', t => {
  const named = (release: string) => ({ ...pack('image', '6.1.1-1'), name: `linux-image-${release}` })
  const offers = readOffers('bookworm', [named('6.1.0-50-686-pae'), named('6.1.0-50-rt-686-pae')], 'i386')
  t.match(offers, [{ release: '6.1.0-50-686-pae' }])
  t.equal(offers.length, 1)
  t.end()
})

t.test('of a package in two versions the newer one is taken', t => {
  const [offer] = readOffers('trixie', [pack('image-6.12', '6.12.9-1'), pack('image-6.12', '6.12.10-1')])
  t.match(offer, { version: '6.12.10-1', packages: [{ version: '6.12.10-1' }] })
  t.end()
})

t.test('a release whose image is not in the archive is not offered', t => {
  t.same(readOffers('trixie', [pack('image-7.0', '7.0-1', 2_000), pack('base-7.0', '7.0-1')]), [])
  t.end()
})
