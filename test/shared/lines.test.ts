import fc from 'fast-check'
import t from 'tap'
import { cutMark, linesOfPieces } from '../../generator/shared/lines.js'
import { runs } from '../fuzz-runs.js'
import { excess } from '../linear.js'

const linesOf = (pieces: readonly Uint8Array[], longest?: number): readonly string[] => {
  const take = linesOfPieces(longest)
  return pieces.flatMap(piece => take(Buffer.from(piece)))
}

t.test('a line waits for its end, also where a character is torn', t => {
  const text = Buffer.from('one\ntwo\u00e9\n\nthree')
  t.strictSame(linesOf([text]), ['one', 'two\u00e9', ''])
  t.strictSame(linesOf([...text].map(byte => Uint8Array.of(byte))), ['one', 'two\u00e9', ''])
  t.end()
})

t.test(
  'the pieces in which a text comes make no difference, whatever its bytes and however long its lines',
  t => {
    const bytes = fc.array(
      fc.oneof(fc.constantFrom(0x0a, 0x0d, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, 0), fc.nat(255)),
    )
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(40)), fc.integer({ min: 1, max: 20 }), (all, cuts, longest) => {
        const places = [0, ...cuts.filter(cut => cut < all.length).sort((a, b) => a - b), all.length]
        const pieces = places.slice(1).map((end, index) => Uint8Array.from(all.slice(places[index], end)))
        const [whole, parts] = [linesOf([Uint8Array.from(all)], longest), linesOf(pieces, longest)]
        return (
          JSON.stringify(parts) === JSON.stringify(whole) &&
          whole.length === all.filter(byte => byte === 0x0a).length &&
          whole.every(line => line.length <= longest + cutMark.length)
        )
      }),
      runs(1_000),
    )
    t.end()
  },
)

t.test('a line that is too long is cut, and ends so that nobody takes what is left for the whole', t => {
  t.strictSame(linesOf([Buffer.from('abcd\nabcde\nab')], 4), ['abcd', `abcd${cutMark}`])
  t.end()
})

t.test('a line without an end takes time in proportion to it, and no more memory than a line may', t => {
  const piece = Buffer.alloc(1_000, 'x')
  const work = (size: number): void => {
    const take = linesOfPieces(1_000_000)
    for (let sent = 0; sent < size; sent += piece.length) take(piece)
  }
  t.equal(
    excess(size => size, work, 16_000_000),
    undefined,
  )
  const take = linesOfPieces(10_000)
  for (let sent = 0; sent < 50_000_000; sent += piece.length) take(piece)
  t.equal(take(Buffer.from('\n'))[0]?.length, 10_000 + cutMark.length)
  t.end()
})
