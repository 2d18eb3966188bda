import t from 'tap'
import { withMarked } from '../../generator/report/markdown-section.js'

t.test('only what stands between the marks is replaced, and may be made of what stood there', async t => {
  const text = 'before\n<!-- matrix -->\n\nold\n\n<!-- /matrix -->\nafter\n'
  t.equal(
    withMarked(text, 'matrix', before => `${before}er`),
    'before\n<!-- matrix -->\n\nolder\n\n<!-- /matrix -->\nafter\n',
  )
  t.equal(
    withMarked('no marks', 'matrix', () => 'new'),
    undefined,
  )
})
