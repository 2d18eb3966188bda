import fc from 'fast-check'
import t from 'tap'
import { modinfoOf } from '../../generator/kernel/modinfo.js'
import { runs } from '../fuzz-runs.js'
import { excess } from '../linear.js'
import { moduleFile } from './module-file.js'

const says = ['license=GPL', 'depends=udp_tunnel,ip6_udp_tunnel', 'name=sctp']

t.test('what a module says of itself is read from its section, and from no other place', t => {
  t.strictSame(modinfoOf(moduleFile(says)), { says })
  t.strictSame(modinfoOf(moduleFile([])), { says: [] })
  t.strictSame(modinfoOf(moduleFile(says, ['.text', '.modinfo', '.data'])), { says })
  const elsewhere = Buffer.concat([moduleFile(['license=GPL']), Buffer.from('\0depends=evil\0')])
  t.strictSame(modinfoOf(elsewhere), { says: ['license=GPL'] })
  t.strictSame(modinfoOf(moduleFile(says, ['.text', '.modinfo'], { order: 'big' })), { says })
  for (const order of ['little', 'big'] as const)
    t.strictSame(modinfoOf(moduleFile(says, ['.text', '.modinfo'], { order, bits: 32 })), { says })
  t.end()
})

t.test('what is no module, or not whole, is told apart', t => {
  const file = moduleFile(says)
  const wrong = (bytes: Buffer, why: RegExp) => t.match(modinfoOf(bytes), { wrong: why })
  wrong(Buffer.alloc(0), /no ELF file/)
  wrong(Buffer.from('\0depends=udp_tunnel\0'), /no ELF file/)
  wrong(moduleFile(says, ['.text']), /has 0 sections \.modinfo/)
  wrong(moduleFile(says, ['.modinfo', '.modinfo']), /has 2 sections \.modinfo/)
  for (const whole of [file, moduleFile(says, ['.modinfo'], { bits: 32 })])
    for (let length = 0; length < whole.length; length++) wrong(whole.subarray(0, length), /ELF|cut off/)
  t.end()
})

const huge = [0, 1, 0xff, 0xffff, 0xffffffff, Number.MAX_SAFE_INTEGER]

t.test('a module with bytes changed is read or refused, whatever its numbers point to', async () => {
  const file = moduleFile(says, ['.text', '.modinfo'])
  const place = fc.oneof(
    fc.nat(63),
    fc.nat(file.length - 1),
    fc.integer({ min: file.length - 256, max: file.length - 8 }),
  )
  const value = fc.oneof(fc.constantFrom(...huge).map(BigInt), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
  fc.assert(
    fc.property(fc.array(fc.tuple(place, value, fc.boolean()), { minLength: 1, maxLength: 4 }), changes => {
      const changed = Buffer.from(file)
      for (const [at, number, isLong] of changes)
        if (isLong && at <= file.length - 8) changed.writeBigUInt64LE(number, at)
        else changed[at] = Number(number & 255n)
      const info = modinfoOf(changed)
      return 'wrong' in info ? info.wrong !== '' : info.says.join('\0').length <= file.length
    }),
    runs(2_000),
  )
})

t.test('the time for a module is in proportion to its size, and to the number of its sections', async t => {
  t.equal(
    excess(size => moduleFile(['x'.repeat(size)]), modinfoOf, 16_000_000),
    undefined,
  )
  const many = (size: number): Buffer => {
    const file = Buffer.concat([moduleFile(says), Buffer.alloc(size * 64)])
    file.writeBigUInt64LE(BigInt(moduleFile(says).length), 40)
    file.writeUInt16LE(Math.min(size, 65_535), 60)
    return file
  }
  t.equal(excess(many, modinfoOf, 64_000), undefined)
})
