import t from 'tap'
import { excess } from './linear.js'

t.test('work that grows with the square of its input is told from work in proportion to it', async t => {
  const blanks = (size: number): string => `${' '.repeat(size)}x`
  t.match(
    excess(blanks, text => / +$/.test(text)),
    /^\d+ characters take [\d.]+ ms, \d+ take [\d.]+ ms$/,
  )
  t.equal(
    excess(blanks, text => text.trimEnd().split(' ')),
    undefined,
  )
})
